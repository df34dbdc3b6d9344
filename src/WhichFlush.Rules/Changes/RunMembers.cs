using System.Diagnostics.CodeAnalysis;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Changes;

/// <summary>
/// Enumerates the members of a question that gives a whole Contiguous run, each compared by itself; the one entry of any other question.
/// </summary>
internal ref struct RunMembers
{
    private readonly ChangeTables _tables;
    private readonly DisputeSet _permissive;
    private readonly int _count;
    private DescriptorChange _member;

    public RunMembers(in DescriptorChange change, ChangeTables tables, DisputeSet permissive)
    {
        _tables = tables;
        _permissive = permissive;
        _member = change;
        _member.OneOfRun = true;
        _count = change.Run is null ? 1 : change.Run.Count;
        Index = -1;
    }

    public delegate bool Test(in Transition member);

    /// <summary>Index of the current member.</summary>
    public int Index { get; private set; }

    /// <summary>The current member; valid until the next move.</summary>
    [UnscopedRef]
    public readonly Transition Current => Comparison.Compare(_member, _tables, _permissive);

    public readonly RunMembers GetEnumerator() => this;

    public bool MoveNext()
    {
        Index++;
        if (Index < _count && _member.Run is { } run)
        {
            (_member.Old, _member.New) = (run.Old.Span[Index], run.New.Span[Index]);
        }

        return Index < _count;
    }
}
