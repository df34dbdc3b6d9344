namespace WhichFlush.Rules.Architecture;

/// <summary>What a descriptor is at its level (Table D8-48).</summary>
public enum DescriptorKind : byte
{
    /// <summary>Bit 0 is 0, or the encoding behaves as if it were: bits 1:0 = 01 at level 3, or a Block where none is supported.</summary>
    Invalid,

    /// <summary>Points to the next-level table.</summary>
    Table,

    /// <summary>Maps a block: a leaf above level 3.</summary>
    Block,

    /// <summary>Maps a page: a leaf at level 3.</summary>
    Page,
}
