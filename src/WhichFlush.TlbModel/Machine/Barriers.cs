namespace WhichFlush.TlbModel.Machine;

/// <summary>When a DSB completes.</summary>
internal static class Barriers
{
    /// <summary>Everything that the DSB waits for has happened.</summary>
    public static bool Passes(in CompiledStep dsb, in MachineState state, bool twoPes) =>
        (state.Pending & dsb.WaitsForTlbis) == 0
        && (!dsb.WaitsForStores
            || (state.VisibleP0 == state.Issued && (!twoPes || !dsb.ReachesP1 || state.VisibleP1 == state.Issued)));
}
