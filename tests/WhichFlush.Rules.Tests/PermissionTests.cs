using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;
using static WhichFlush.Rules.Tests.Ask;

namespace WhichFlush.Rules.Tests;

/// <summary>
/// Compares decoded rights and decisions with the steps of the manual's permission checks, written out here a second time: one access
/// at a time, with a flag for each condition (D8.4.1.2 to D8.4.2.3, RNKLQN, RFYMXJ, RSYMMB, RXTSQH, RTBKKB, RVFPJF, RQXXPC).
/// </summary>
public sealed class PermissionTests
{
    private static readonly bool[] Both = [false, true];
    private static readonly bool?[] Three = [null, false, true];

    /// <summary>The bits of direct permissions at stage 1: AP[2:1], DBM, PXN, UXN.</summary>
    private static readonly ulong[] Stage1Encodings = Encodings(6, 7, 51, 53, 54);

    private static readonly ulong[] IndexEncodings = Encodings(6, 51, 53, 54);

    private static IEnumerable<TranslationContext> Stage1Contexts =>
        from regime in Enum.GetValues<Regime>()
        from wxn in Both
        from ha in Both
        from hd in Both
        from pan in Three
        from epan in Three
        select Stage1() with { Regime = regime, Wxn = wxn, Ha = ha, Hd = hd, Pan = pan, Epan = epan };

    [Fact]
    public void Direct_rights_of_stage_1_are_those_of_the_manual_s_steps()
    {
        foreach (TranslationContext context in Stage1Contexts)
        {
            foreach (ulong bits in Stage1Encodings)
            {
                Access access = Direct(context, bits);
                Rights rights = Decoder.Decode(context, 0x403 | bits).Rights;
                Assert.True(access.AsRights() == (rights & Plain), $"{context}, 0x{bits:x}: {rights}, expected {access}");
                Assert.Equal(access.Write || (context is { Ha: true, Hd: true } && (bits & DBM) != 0), Decoder.Decode(context, 0x403 | bits).Writable);
            }
        }
    }

    [Fact]
    public void A_change_that_takes_any_access_away_is_broadcast_and_no_other_is()
    {
        foreach (TranslationContext context in Stage1Contexts)
        {
            foreach (ulong old in Stage1Encodings)
            {
                foreach (ulong @new in Stage1Encodings)
                {
                    Check(context, 0x403 | old, 0x403 | @new, Direct(context, old), Direct(context, @new));
                }
            }
        }
    }

    [Fact]
    public void Rights_of_stage_2_are_those_of_the_manual_s_tables()
    {
        foreach (bool xnx in Both)
        {
            TranslationContext context = Stage2() with { Features = xnx ? Features.FEAT_XNX : Features.None };
            foreach (ulong bits in Encodings(6, 7, 53, 54))
            {
                bool xn0 = (bits >> 53 & 1) != 0, xn1 = (bits >> 54 & 1) != 0;
                var access = new Access
                {
                    Read = (bits >> 6 & 1) != 0,
                    Write = (bits >> 7 & 1) != 0,
                    Fetch = xnx ? xn0 == xn1 : !xn1,
                    FetchEl0 = !xn1,
                };
                Rights rights = Decoder.Decode(context, 0x43f | bits).Rights;
                Assert.Equal(access.AsRights(), rights);
            }
        }
    }

    [Fact]
    public void Indirect_rights_of_stage_1_are_those_of_the_registers()
    {
        foreach (Regime regime in Enum.GetValues<Regime>())
        {
            foreach (bool? pan in Three)
            {
                for (int encodings = 0; encodings < 256; encodings++)
                {
                    int privileged = encodings >> 4, unprivileged = encodings & 15;
                    foreach (ulong bits in IndexEncodings)
                    {
                        TranslationContext context = Stage1() with
                        {
                            Regime = regime,
                            Features = Features.FEAT_S1PIE,
                            Pan = pan,
                            Pir = (ulong)privileged << (4 * Index(bits)),
                            Pire0 = (ulong)unprivileged << (4 * Index(bits)),
                        };
                        Access access = Indirect(context, privileged, unprivileged);
                        Assert.Equal(access.AsRights(), Decoder.Decode(context, 0x403 | bits).Rights & Plain);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_change_of_the_permission_index_is_local_only_if_the_registers_show_that_nothing_is_lost()
    {
        // Linux' values of PIR_EL1 and PIRE0_EL1, and permutations of every encoding.
        (ulong Pir, ulong Pire0)[] registers =
            [(0xeeec_0123_abcd_0000, 0), (0x2184_8cea_99ca_1000, 0x8a8c_e800_aa00_0100), (0xfedc_ba98_7654_3210, 0x0123_4567_89ab_cdef), (0x0e0c_a985_7613_5204, 0xc58a_3179_0e5c_a86e)];
        foreach ((ulong pir, ulong pire0) in registers)
        {
            foreach (bool? pan in Three)
            {
                TranslationContext context = Stage1() with { Features = Features.FEAT_S1PIE, Pir = pir, Pire0 = pire0, Pan = pan };
                foreach (ulong old in IndexEncodings)
                {
                    foreach (ulong @new in IndexEncodings.Where(other => other != old))
                    {
                        Access before = Indirect(context, Nibble(pir, old), Nibble(pire0, old)), after = Indirect(context, Nibble(pir, @new), Nibble(pire0, @new));
                        Decision decision = Decide(context, 0x403 | old, 0x403 | @new);
                        bool relaxed = after.Covers(before) && after != before;
                        Assert.Equal(Route.WriteThenInvalidate, decision.Verdict);
                        Assert.True(decision.Requirement.Scope == (relaxed ? Scope.Local : Scope.Inner), $"{context} 0x{old:x} 0x{@new:x}");
                        Decision unknown = Decide(context with { Pir = null }, 0x403 | old, 0x403 | @new);
                        Assert.Equal(Scope.Inner, unknown.Requirement.Scope);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(0x0, 0x1, 0x0)] // reserved, no access
    [InlineData(0x8, 0xc, 0x1)] // RO to RW
    [InlineData(0x8, 0xb, 0x1)] // RO to RO with execute
    [InlineData(0xc, 0x8, 0x2)] // RW to RO
    [InlineData(0xc, 0x2, 0x2)] // RW to MRO
    [InlineData(0x8, 0x2, 0x1)] // RO to MRO: table walks gain write
    [InlineData(0x2, 0x3, 0x2)] // a top-level permission neither gives nor takes
    [InlineData(0x4, 0xc, 0x1)] // write-only to RW
    [InlineData(0xd, 0xe, 0x2)] // execute of another level
    public void Stage_2_permission_indices_are_compared_as_rights(int from, int to, int expected)
    {
        TranslationContext context = Stage2() with { Features = Features.FEAT_S2PIE, S2pir = (uint)from | ((ulong)(uint)to << 4) };
        Decision decision = Decide(context, 0x43f, 0x43f | 1UL << 6);
        Assert.Equal(Route.WriteThenInvalidate, decision.Verdict);
        Assert.Equal(expected == 1 ? Scope.Local : Scope.Inner, decision.Requirement.Scope);
    }

    [Fact]
    public void Another_page_with_equal_contents_needs_no_break_if_the_registers_show_no_write()
    {
        TranslationContext context = Stage1() with { Features = Features.FEAT_S1PIE, SameContents = true, Pir = 0xc8, Pire0 = 0 };
        Assert.Equal(Route.WriteThenInvalidate, Decide(context, 0x1403, 0x2403).Verdict);
        Assert.Equal(Route.BreakBeforeMake, Decide(context, 0x1443, 0x2443).Verdict);
        Assert.Equal(Route.BreakBeforeMake, Decide(context with { Pir = null }, 0x1403, 0x2403).Verdict);
        Assert.Equal(Route.BreakBeforeMake, Decide(context with { Pir = 0x9 }, 0x1403, 0x2403).Verdict);
        TranslationContext stage2 = Stage2() with { Features = Features.FEAT_S2PIE, SameContents = true, S2pir = 0x28 };
        Assert.Equal(Route.WriteThenInvalidate, Decide(stage2, 0x143f, 0x243f).Verdict);
        Assert.Equal(Route.BreakBeforeMake, Decide(stage2, 0x147f, 0x247f).Verdict);
    }

    private const Rights Plain = Rights.El1Read | Rights.El1Write | Rights.El1Execute | Rights.El0Read | Rights.El0Write | Rights.El0Execute | Rights.El1Gcs | Rights.El0Gcs;

    private static void Check(TranslationContext context, ulong old, ulong @new, Access before, Access after)
    {
        Decision decision = Decide(context, old, @new);
        bool dbmSet = (@new & ~old & DBM) != 0, dbmCleared = (old & ~@new & DBM) != 0;
        Scope expected = !after.Covers(before) || dbmCleared ? Scope.Inner : after != before || dbmSet ? Scope.Local : Scope.None;
        Assert.True(decision.Requirement.Scope == expected, $"{context}, 0x{old:x} to 0x{@new:x}: {decision.Requirement}, expected {expected}");
        bool conditional = context.Pan is null && expected == Scope.Local
            && Three.Where(epan => epan is not null && (context.Epan is null || context.Epan == epan))
                .Any(epan => !Direct(context with { Pan = true, Epan = epan }, @new).Covers(Direct(context with { Pan = true, Epan = epan }, old)));
        if (context is { Wxn: false, Ha: false, Hd: false })
        {
            Assert.Equal(conditional, Explain(context, old, @new).Conditions.Any(condition => condition.Code == "panClear"));
        }
    }

    /// <summary>The steps for direct permissions.</summary>
    private static Access Direct(TranslationContext context, ulong bits)
    {
        bool ap2 = Bit(bits, 7), ap1 = Bit(bits, 6), pxn = Bit(bits, 53), uxn = Bit(bits, 54);
        bool managed = context is { Ha: true, Hd: true } && Bit(bits, 51);
        var access = new Access { Read = true, Write = !ap2 };
        if (context.Regime is Regime.El2 or Regime.El3)
        {
            access.Fetch = !uxn && !(context.Wxn && (!ap2 || managed));
            return access;
        }

        access.ReadEl0 = ap1;
        access.WriteEl0 = ap1 && !ap2;
        bool couldWriteEl0 = ap1 && (!ap2 || managed);
        access.FetchEl0 = !uxn && !(context.Wxn && couldWriteEl0);
        access.Fetch = !pxn && !couldWriteEl0 && !(context.Wxn && (!ap2 || managed));
        access.SetPan(context, indirect: false);
        return access;
    }

    /// <summary>The steps for indirect permissions, without overlays.</summary>
    private static Access Indirect(TranslationContext context, int privileged, int unprivileged)
    {
        (bool r, bool w, bool x, bool gcs) = Base(privileged);
        bool two = context.Regime is Regime.El10 or Regime.El20;
        (bool ur, bool uw, bool ux, bool ugcs) = two ? Base(unprivileged) : default;
        if ((x || gcs) && (uw || ugcs))
        {
            return new Access { WithPan = two && context.Pan == true };
        }

        var access = new Access
        {
            Read = r, Write = w, Fetch = x && !(privileged == 6 && w), Gcs = gcs,
            ReadEl0 = ur, WriteEl0 = uw, FetchEl0 = ux && !(unprivileged == 6 && uw), GcsEl0 = ugcs,
        };
        if (two)
        {
            access.SetPan(context, indirect: true);
        }

        return access;
    }

    private static (bool Read, bool Write, bool Fetch, bool Gcs) Base(int encoding) => encoding switch
    {
        1 or 8 => (true, false, false, false),
        2 => (false, false, true, false),
        3 or 10 => (true, false, true, false),
        5 or 12 => (true, true, false, false),
        6 or 7 or 14 => (true, true, true, false),
        9 => (true, false, false, true),
        _ => default,
    };

    private static int Index(ulong bits) => (Bit(bits, 6) ? 1 : 0) + (Bit(bits, 51) ? 2 : 0) + (Bit(bits, 53) ? 4 : 0) + (Bit(bits, 54) ? 8 : 0);

    private static int Nibble(ulong register, ulong bits) => (int)(register >> (4 * Index(bits)) & 15);

    private static bool Bit(ulong value, int bit) => (value >> bit & 1) != 0;

    private static ulong[] Encodings(params int[] positions) =>
        [.. Enumerable.Range(0, 1 << positions.Length).Select(i => positions.Select((position, k) => (ulong)(i >> k & 1) << position).Aggregate((a, b) => a | b))];

    /// <summary>Every access that a leaf allows, and those that remain with PSTATE.PAN = 1 where the caller knows that PEs run so.</summary>
    private sealed record Access
    {
        public bool Read, Write, Fetch, ReadEl0, WriteEl0, FetchEl0, Gcs, GcsEl0;

        /// <summary>PAN is known to be 1, and privileged data accesses are possible then with EPAN = 0, and with EPAN = 1.</summary>
        public bool WithPan, DataUnderPan, DataUnderEpan;

        public void SetPan(TranslationContext context, bool indirect)
        {
            WithPan = context.Pan == true;
            bool data = Read || Write;
            DataUnderPan = WithPan && data && !indirect && context.Epan != true && !ReadEl0 && !WriteEl0;
            DataUnderEpan = WithPan && data && (indirect || context.Epan != false) && !ReadEl0 && !WriteEl0 && !FetchEl0 && !GcsEl0;
        }

        public bool Covers(Access other) =>
            (Read || !other.Read) && (Write || !other.Write) && (Fetch || !other.Fetch) && (ReadEl0 || !other.ReadEl0) && (WriteEl0 || !other.WriteEl0)
            && (FetchEl0 || !other.FetchEl0) && (Gcs || !other.Gcs) && (GcsEl0 || !other.GcsEl0)
            && (DataUnderPan || !other.DataUnderPan) && (DataUnderEpan || !other.DataUnderEpan);

        public Rights AsRights()
        {
            (bool, Rights)[] rights =
            [
                (Read, Rights.El1Read), (Write, Rights.El1Write), (Fetch, Rights.El1Execute), (ReadEl0, Rights.El0Read), (WriteEl0, Rights.El0Write),
                (FetchEl0, Rights.El0Execute), (Gcs, Rights.El1Gcs), (GcsEl0, Rights.El0Gcs),
            ];
            return rights.Where(right => right.Item1).Aggregate(Rights.None, (all, right) => all | right.Item2);
        }
    }
}
