using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.Questions;

/// <summary>
/// The last JSON list of features and its value. The items of a batch mostly repeat one list, and comparing its text takes a tenth of the
/// time of reading it. <see cref="FeatureNames"/> reads the same without a memory.
/// </summary>
internal sealed class LastFeatures
{
    /// <summary>Bytes of the longest list that is kept.</summary>
    private const int MaxLength = 1024;

    private byte[] _text = [];
    private int _length;
    private Features _features;

    /// <summary>Reads a list of names; false if one is unknown or the value is no list.</summary>
    public bool TryRead(in MemberValue value, out Features features)
    {
        ReadOnlySpan<byte> text = value.Array;
        if (!text.IsEmpty && text.SequenceEqual(_text.AsSpan(0, _length)))
        {
            features = _features;
            return true;
        }

        if (!FeatureNames.TryRead(value, out features))
        {
            return false;
        }

        if (!text.IsEmpty && text.Length <= MaxLength)
        {
            _text = text.Length <= _text.Length ? _text : new byte[text.Length];
            text.CopyTo(_text);
            (_length, _features) = (text.Length, features);
        }

        return true;
    }
}
