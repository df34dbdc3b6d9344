namespace WhichFlush.TlbModel.Machine;

/// <summary>Each switch disables one move or rule of the model. Tests use them to show that the model needs each part.</summary>
[Flags]
internal enum ModelSwitches : uint
{
    None = 0,
    StoresVisibleAtOnce = 1 << 0,
    TlbisWaitForStores = 1 << 1,
    TlbisCompleteAtOnce = 1 << 2,
    NoWalkFromWalkCache = 1 << 3,
    NoCombinedFromStage2 = 1 << 4,
    NoTwoTruthsInTlb = 1 << 5,
    NoTwoTruthsInSystem = 1 << 6,
    NoStale = 1 << 7,
    NoStuck = 1 << 8,
    NoLaterGlobal = 1 << 9,
    NoSizeConflict = 1 << 10,
    IgnoreTtl = 1 << 11,
    IgnoreAsid = 1 << 12,
    IgnoreAddress = 1 << 13,
    IgnoreTarget = 1 << 14,
    IgnoreTlbiScope = 1 << 15,
    IgnoreDsbDomain = 1 << 16,
    IgnoreDsbAccesses = 1 << 17,
    LastLevelRemovesWalks = 1 << 18,
    IpaRemovesCombined = 1 << 19,
    NoOtherAsids = 1 << 20,
    NoSecondPe = 1 << 21,
    NoSecondAddress = 1 << 22,
    DmbWaits = 1 << 23,
    IgnoreTolerance = 1 << 24,
    NoRefilled = 1 << 25,
}
