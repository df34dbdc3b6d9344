namespace WhichFlush.Rules.Capabilities;

/// <summary>ID registers that matter for changes of translation tables, by Arm's names.</summary>
public enum IdRegister
{
    /// <summary>Memory model feature register 0: granules, address sizes.</summary>
    ID_AA64MMFR0_EL1,

    /// <summary>Memory model feature register 1: hardware updates, stage 2 execute-never.</summary>
    ID_AA64MMFR1_EL1,

    /// <summary>Memory model feature register 2: BBM, TTL, FWB, CnP.</summary>
    ID_AA64MMFR2_EL1,

    /// <summary>Memory model feature register 3: permission indirection and overlays, memory encryption contexts.</summary>
    ID_AA64MMFR3_EL1,

    /// <summary>Instruction set attribute register 0: TLBI forms, atomics.</summary>
    ID_AA64ISAR0_EL1,

    /// <summary>Instruction set attribute register 1: the XS attribute.</summary>
    ID_AA64ISAR1_EL1,

    /// <summary>Memory model feature register 4: two ASIDs, cleaning of dirty state, HCR_EL2.E2H.</summary>
    ID_AA64MMFR4_EL1,

    /// <summary>Processor feature register 0: Realm Management Extension, Exception levels.</summary>
    ID_AA64PFR0_EL1,

    /// <summary>Processor feature register 1: memory tagging, translation hardening, branch targets.</summary>
    ID_AA64PFR1_EL1,

    /// <summary>Instruction set attribute register 3: TLBI by stage 2 write permission.</summary>
    ID_AA64ISAR3_EL1,
}

/// <summary>Names of ID registers.</summary>
public static class IdRegisters
{
    /// <summary>Every register, in the order of <see cref="IdRegister"/>.</summary>
    public static IReadOnlyList<IdRegister> All { get; } = Enum.GetValues<IdRegister>();

    /// <summary>The register's member in the HTTP contract: <c>idAa64mmfr2</c>.</summary>
    public static string Member(this IdRegister register)
    {
        string name = register.ToString();
        return "idAa64" + name["ID_AA64".Length..^"_EL1".Length].ToLowerInvariant();
    }

    /// <summary>Finds a register by Arm's name, with or without <c>_EL1</c>, or by its member name, in any case.</summary>
    /// <returns><c>null</c> if no register has the name.</returns>
    public static IdRegister? Find(string name)
    {
        foreach (IdRegister register in All)
        {
            string full = register.ToString();
            if (name.Equals(full, StringComparison.OrdinalIgnoreCase)
                || name.Equals(full[..^"_EL1".Length], StringComparison.OrdinalIgnoreCase)
                || name.Equals(register.Member(), StringComparison.OrdinalIgnoreCase))
            {
                return register;
            }
        }

        return null;
    }
}
