namespace WhichFlush.TlbModel.Questions;

/// <summary>Demands of the manual that the model cannot justify by a violation (RULES.md section 5).</summary>
public enum ManualDemand : byte
{
    /// <summary>The table entry holds the new value at the end.</summary>
    NewValue,

    /// <summary>A DSB between a store and a TLBI.</summary>
    BarrierBeforeTlbi,

    /// <summary>A DSB between a TLBI and cache maintenance.</summary>
    BarrierBeforeCacheMaintenance,

    /// <summary>A DSB after cache maintenance.</summary>
    BarrierAfterCacheMaintenance,

    /// <summary>A last TLBI after a value with nT = 1 (RKFLJB, RMRRPW).</summary>
    TlbiAfterNt,

    /// <summary>A stage 1 TLBI after the last IPA form (RTVTYQ).</summary>
    Stage1TlbiAfterIpa,

    /// <summary>A DSB after a TLBI.</summary>
    BarrierAfterTlbi,

    /// <summary>A DSB after the last store.</summary>
    BarrierAfterStore,

    /// <summary>An ISB at the end.</summary>
    ContextSynchronization,

    /// <summary>A TLBI of TLB entries of the old size, which BBM level 3 tolerates for a while.</summary>
    TlbiOfOldSize,
}

/// <summary>A step that is missing or removable.</summary>
/// <param name="Index">Removable: the index of the step. Missing: the index of the step before which it belongs, or the number of steps for the end.</param>
/// <param name="Kind">The kind of instruction.</param>
/// <param name="Step">The instruction.</param>
/// <param name="Text">The reason as a sentence.</param>
/// <param name="Demand">Missing: the demand that the step fulfils. Removable: <c>null</c>.</param>
public readonly record struct StepRemark(int Index, InstructionKind Kind, string Step, string Text, ManualDemand? Demand = null);
