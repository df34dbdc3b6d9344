namespace WhichFlush.Rules.Architecture;

/// <summary>Kind of a descriptor at its level (RULES.md 1.1, Table D8-48).</summary>
public enum DescriptorKind : byte
{
    /// <summary>Bit 0 is 0, or bits 1:0 are 01 at a level without Blocks, which behaves as Invalid.</summary>
    Invalid,

    /// <summary>The descriptor points to the next-level table.</summary>
    Table,

    /// <summary>A leaf above level 3.</summary>
    Block,

    /// <summary>A leaf at level 3.</summary>
    Page,
}
