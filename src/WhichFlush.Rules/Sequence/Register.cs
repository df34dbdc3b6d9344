using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Sequence;

/// <summary>The contents of a register that the assembly of a sequence names.</summary>
public enum RegisterContent : byte
{
    /// <summary>X0: the address of the entry.</summary>
    EntryAddress,

    /// <summary>X1: the new value.</summary>
    NewValue,

    /// <summary>X2: the old value.</summary>
    OldValue,

    /// <summary>X3: the operand of a TLBI.</summary>
    Operand,

    /// <summary>X4: an address for cache maintenance.</summary>
    CacheLine,

    /// <summary>X5: the old Block with nT = 1.</summary>
    OldBlockWithNt,

    /// <summary>X5: the new Block with nT = 1.</summary>
    NewBlockWithNt,
}

/// <summary>A register that the assembly of a sequence names.</summary>
/// <param name="Name">Its name: <c>X0</c>.</param>
/// <param name="Content">The kind of its contents.</param>
/// <param name="Meaning">Its contents, as a phrase.</param>
/// <param name="Value">Its value before the first instruction that uses it; <c>null</c> if not known, or if it differs between instructions.</param>
public readonly record struct Register(string Name, RegisterContent Content, string Meaning, ulong? Value)
{
    /// <summary>The operation of <see cref="RegisterContent.Operand"/> if it has a value; <c>null</c> otherwise.</summary>
    public TlbiUse? Tlbi { get; init; }

    /// <summary>The value is that of the first member of a Contiguous run, which need not be the entry asked about.</summary>
    public bool OfRun { get; init; }
}
