using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Machine;

/// <summary>An instruction in the form that the searches execute: sets of TLB entries and of steps are masks.</summary>
internal readonly record struct CompiledStep
{
    public InstructionKind Kind { get; init; }

    /// <summary>Store: the value is stored. A compare-and-swap that expects another value stores nothing.</summary>
    public bool Stores { get; init; }

    /// <summary>TLBI: the TLB entries that it removes from each PE that it reaches.</summary>
    public ulong Removes { get; init; }

    /// <summary>TLBI: it reaches P1. DSB: it waits until the stores are visible to P1.</summary>
    public bool ReachesP1 { get; init; }

    /// <summary>TLBI: the steps, this one included, that remove the same entries on the same PEs.</summary>
    public ulong SameEffect { get; init; }

    /// <summary>DSB: the number of stores, from the first, that it makes visible.</summary>
    public byte VisibleStores { get; init; }

    /// <summary>DSB: the earlier TLBIs that it waits for, by the index of their step.</summary>
    public ulong WaitsForTlbis { get; init; }

    /// <summary>DSB: under an erratum it does not wait for a TLBI that it covers.</summary>
    public bool MayCompleteEarly { get; init; }

    /// <summary>DSB: all TLBIs and stores that it waits for have completed.</summary>
    public bool Completes(in MachineState state, bool twoPes) =>
        (state.Pending & WaitsForTlbis) == 0
        && state.VisibleP0 >= VisibleStores && (!twoPes || !ReachesP1 || state.VisibleP1 >= VisibleStores);
}
