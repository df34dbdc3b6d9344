using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Changes;

/// <summary>The old and the new value of one descriptor, and their context: the input of this layer and those below.</summary>
internal record struct DescriptorChange
{
    /// <summary>Position of the entry and configuration of the system. A field, because a property would copy the context for each read.</summary>
    public TranslationContext Context;

    /// <summary>The 64-bit descriptor in the table now.</summary>
    public ulong Old;

    /// <summary>The 64-bit descriptor to be written.</summary>
    public ulong New;

    /// <summary>Descriptors under the Table on either side, all or a prefix; empty if not known.</summary>
    public ReadOnlyMemory<ulong> Children;

    /// <summary>The members of the Contiguous run that <see cref="Old"/> and <see cref="New"/> belong to; <c>null</c> if not known.</summary>
    public ContiguousRun? Run;

    /// <summary>The comparison is that of one member of <see cref="Run"/>; the others are compared by themselves.</summary>
    public bool OneOfRun;
}
