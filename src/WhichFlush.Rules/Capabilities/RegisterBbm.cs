namespace WhichFlush.Rules.Capabilities;

/// <summary>Public knowledge about ID_AA64MMFR2_EL1.BBM of a part. The default is none.</summary>
/// <param name="Level">The level that was read on the part, 0 to 3; <c>null</c> if no reading is public.</param>
/// <param name="MayBeMasked">The level was read in a virtual machine, whose hypervisor may have lowered it.</param>
/// <param name="IsUnderstated">The register is known to report less than the part's behaviour.</param>
public readonly record struct RegisterBbm(int? Level, bool MayBeMasked = false, bool IsUnderstated = false);
