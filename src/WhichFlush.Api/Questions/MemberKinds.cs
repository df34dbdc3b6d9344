namespace WhichFlush.Api.Questions;

/// <summary>Makes members of the common kinds.</summary>
internal static class MemberKinds
{
    /// <summary>Characters of the longest name that a member has as its value.</summary>
    private const int MaxName = 32;

    /// <summary>A 64-bit value.</summary>
    public static Member<T> Hex64<T>(string name, string description, string example, Action<T, ulong> set)
        where T : RequestBinder => new()
        {
            Name = name,
            Description = description,
            Accepted = "a 64-bit value, 0x0 to 0xffffffffffffffff, as a \"0x…\" string or a decimal integer",
            Schema = MemberSchema.Hex64,
            Example = example,
            Take = (T request, in MemberValue value) =>
            {
                bool taken = value.TryUInt64(out ulong number);
                if (taken)
                {
                    set(request, number);
                }

                return taken;
            },
        };

    /// <summary>An integer in a range.</summary>
    public static Member<T> Integer<T>(string name, string description, int lowest, int highest, int example, Action<T, int> set)
        where T : RequestBinder => new()
        {
            Name = name,
            Description = description,
            Accepted = $"an integer, {lowest} to {highest}",
            Schema = MemberSchema.Integer,
            Minimum = lowest,
            Maximum = highest,
            Example = example,
            Take = (T request, in MemberValue value) =>
            {
                bool taken = value.TryInt32(out int number) && number >= lowest && number <= highest;
                if (taken)
                {
                    set(request, number);
                }

                return taken;
            },
        };

    /// <summary>A boolean.</summary>
    public static Member<T> Boolean<T>(string name, string description, bool example, Action<T, bool> set)
        where T : RequestBinder => new()
        {
            Name = name,
            Description = description,
            Accepted = "true or false",
            Schema = MemberSchema.Boolean,
            Example = example,
            Take = (T request, in MemberValue value) =>
            {
                bool taken = value.TryBoolean(out bool flag);
                if (taken)
                {
                    set(request, flag);
                }

                return taken;
            },
        };

    /// <summary>One of a few names, in the order given.</summary>
    public static Member<T> OneOf<T, TValue>(string name, string description, IReadOnlyList<KeyValuePair<string, TValue>> values, string example, Action<T, TValue> set)
        where T : RequestBinder
    {
        Dictionary<string, TValue>.AlternateLookup<ReadOnlySpan<char>> byName = new Dictionary<string, TValue>(values, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        string[] names = [.. values.Select(value => value.Key)];
        return new()
        {
            Name = name,
            Description = description,
            Accepted = string.Join(", ", names),
            Schema = MemberSchema.Enumeration,
            Values = names,
            Example = example,
            Take = (T request, in MemberValue value) =>
            {
                Span<char> text = stackalloc char[MaxName];
                bool taken = value.TryText(text, out int length) & byName.TryGetValue(text[..length], out TValue? known);
                if (taken)
                {
                    set(request, known!);
                }

                return taken;
            },
        };
    }

    /// <summary>A text, which <paramref name="take"/> takes or finds wrong.</summary>
    public static Member<T> Text<T>(string name, string description, string accepted, string example, Func<T, string, bool> take)
        where T : RequestBinder => new()
        {
            Name = name,
            Description = description,
            Accepted = accepted,
            Schema = MemberSchema.Text,
            Example = example,
            Take = (T request, in MemberValue value) => !value.IsEmpty && value.Text is string text && take(request, text),
        };
}
