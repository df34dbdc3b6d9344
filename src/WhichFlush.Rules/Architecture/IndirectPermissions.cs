namespace WhichFlush.Rules.Architecture;

/// <summary>
/// Base permissions that a PIIndex selects from register values (FEAT_S1PIE, FEAT_S2PIE; manual D8.4.2, RULES.md 1.3 and row 6). Each
/// 4-bit field of a register holds the permission encoding of one index.
/// </summary>
internal static class IndirectPermissions
{
    private const Rights Read = Rights.El1Read, Write = Rights.El1Write, Execute = Rights.El1Execute, Gcs = Rights.El1Gcs, Whole = Rights.El1NotOverlaid;

    /// <summary>Encoding of stage 1 whose write and execute rights exclude each other (RQXXPC, RNPBXC).</summary>
    private const int WriteExcludesExecute = 6;

    /// <summary>Stage 1: the rights of one privilege level by encoding, in privileged bits; reserved encodings give none (RLLZDZ).</summary>
    private static readonly Rights[] Stage1 =
    [
        Rights.None, Read, Execute, Read | Execute, Rights.None, Read | Write, Read | Write | Execute, Read | Write | Execute,
        Whole | Read, Whole | Read | Gcs, Whole | Read | Execute, Whole, Whole | Read | Write, Whole, Whole | Read | Write | Execute, Whole,
    ];

    /// <summary>Stage 2: the rights by encoding; reserved encodings give none. Encodings 2, 3, 6 and 7 are mostly read-only: table walks may write.</summary>
    private static readonly Rights[] Stage2 =
    [
        Rights.None,
        Rights.None,
        Read | Rights.WalkWrite,
        Read | Rights.WalkWrite | Rights.TopLevel1,
        Write,
        Rights.None,
        Read | Rights.WalkWrite | Rights.TopLevel0,
        Read | Rights.WalkWrite | Rights.TopLevel0 | Rights.TopLevel1,
        Read,
        Read | Rights.El0Execute,
        Read | Rights.El1Execute,
        Read | Rights.Execute,
        Read | Write | Rights.WalkWrite,
        Read | Write | Rights.WalkWrite | Rights.El0Execute,
        Read | Write | Rights.WalkWrite | Rights.El1Execute,
        Read | Write | Rights.WalkWrite | Rights.Execute,
    ];

    /// <summary>PIIndex of a leaf, 0 to 15: bits 54:53, 51 and 6.</summary>
    public static int IndexOf(ulong raw) => (int)(Bits.Extract(raw, 54, 53) << 2 | Bits.Extract(raw, 51, 51) << 1 | Bits.Extract(raw, 6, 6));

    /// <summary>The rights of a leaf at stage 2.</summary>
    public static Rights OfStage2(ulong s2pir, ulong raw) => Stage2[Encoding(s2pir, raw)];

    /// <summary>The rights of a leaf at stage 1, before PSTATE.PAN.</summary>
    /// <param name="pir">PIR_ELx.</param>
    /// <param name="pire0">PIRE0_ELx; <c>null</c> for a regime with one privilege level.</param>
    /// <param name="overlays">Permission overlays are enabled (POE).</param>
    /// <param name="raw">The leaf.</param>
    public static Rights OfStage1(ulong pir, ulong? pire0, bool overlays, ulong raw)
    {
        Rights privileged = OfLevel(Encoding(pir, raw), overlays);
        if (pire0 is not ulong register)
        {
            return privileged;
        }

        Rights unprivileged = OfLevel(Encoding(register, raw), overlays);
        return CanFetch(Stage1[Encoding(pir, raw)]) && CanStore(Stage1[Encoding(register, raw)])
            ? Rights.None
            : privileged | Unprivileged(unprivileged);
    }

    private static int Encoding(ulong register, ulong raw) => (int)(register >> (4 * IndexOf(raw))) & 15;

    /// <summary>The rights of one privilege level. An overlay may take away either write or execute where they exclude each other.</summary>
    private static Rights OfLevel(int encoding, bool overlays)
    {
        Rights rights = Stage1[encoding];
        rights &= encoding == WriteExcludesExecute && !overlays ? ~Execute : ~Rights.None;
        return overlays ? rights : rights & ~Whole;
    }

    private static bool CanFetch(Rights rights) => (rights & (Execute | Gcs)) != 0;

    private static bool CanStore(Rights rights) => (rights & (Write | Gcs)) != 0;

    private static Rights Unprivileged(Rights privileged)
    {
        Rights rights = Rights.None;
        rights |= (privileged & Read) != 0 ? Rights.El0Read : Rights.None;
        rights |= (privileged & Write) != 0 ? Rights.El0Write : Rights.None;
        rights |= (privileged & Execute) != 0 ? Rights.El0Execute : Rights.None;
        rights |= (privileged & Gcs) != 0 ? Rights.El0Gcs : Rights.None;
        return rights | ((privileged & Whole) != 0 ? Rights.El0NotOverlaid : Rights.None);
    }
}
