using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Changes;

/// <summary>The old and the new value of one descriptor, and their context: the input of every layer from here on.</summary>
internal record struct DescriptorChange
{
    /// <summary>Position of the entry and configuration of the system. A field, so that nobody copies it to read a member.</summary>
    public TranslationContext Context;

    /// <summary>The 64-bit descriptor in the table now.</summary>
    public ulong Old;

    /// <summary>The 64-bit descriptor to be written.</summary>
    public ulong New;

    /// <summary>Descriptors under the Table on one side, all or a prefix; empty if they are not known.</summary>
    public ReadOnlyMemory<ulong> Children;
}
