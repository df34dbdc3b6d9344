using FsCheck;
using FsCheck.Fluent;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.HighPerformance;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests;

/// <summary>Properties of every question.</summary>
public sealed class PropertyTests
{
    /// <summary>5,000 runs of each property, or the number in the environment variable <c>WHICHFLUSH_PROPERTY_RUNS</c>.</summary>
    private static readonly Config Runs = Config.QuickThrowOnFailure
        .WithMaxTest(int.TryParse(Environment.GetEnvironmentVariable("WHICHFLUSH_PROPERTY_RUNS"), out int runs) ? runs : 5000)
        .WithQuietOnSuccess(true);

    private static readonly Gen<Requirement> Requirements =
        from route in Gen.Elements(Enum.GetValues<Route>())
        from scope in Gen.Elements(Enum.GetValues<Scope>())
        from reach in Gen.Elements(Enum.GetValues<Reach>())
        from asids in Gen.Elements(Enum.GetValues<Asids>())
        select new Requirement(route, scope, reach, asids);

    private static readonly Gen<bool?> Maybe = Gen.Elements(new bool?[] { null, false, true });
    private static readonly Gen<bool> Flag = Gen.Elements(false, true);

    private static readonly Gen<Features> FeatureSets =
        from some in Gen.Choose(0, int.MaxValue)
        from none in Gen.Elements(0, 0, 1)
        select none == 0 ? (Features)(ulong)some & (Features)((1UL << 20) - 1) : Features.None;

    private static readonly Gen<TranslationContext> Contexts =
        from granule in Gen.Elements(Granule.Size4K, Granule.Size16K, Granule.Size64K)
        from level in Gen.Choose(granule == Granule.Size64K ? 1 : 0, 3)
        from stage in Gen.Elements(Stage.One, Stage.Two)
        from regime in Gen.Elements(Enum.GetValues<Regime>())
        from security in Gen.Elements(Enum.GetValues<SecurityState>())
        from bbm in Gen.Choose(0, 3)
        from features in FeatureSets
        from bits in Gen.Choose(0, 511)
        from mair in Gen.Elements(new ulong?[] { null, 0x40044f0ff, 0x00f4ff44bb0400ff })
        from sharing in Gen.Elements(Sharing.Inner, Sharing.Single)
        from contents in Maybe
        from mapping in Maybe
        from overlaps in Maybe
        from reading in Gen.Elements(Reading.Strict, Reading.Permissive)
        select new TranslationContext
        {
            Granule = granule,
            Level = level,
            Stage = stage,
            Regime = regime,
            Security = security,
            Bbm = bbm,
            Features = features,
            Ds = (bits & 1) != 0,
            Ha = (bits & 2) != 0,
            Hd = (bits & 4) != 0,
            Fwb = (bits & 8) != 0,
            Wxn = (bits & 16) != 0,
            Cnp = (bits & 32) != 0,
            Tge = (bits & 64) != 0,
            SharedWalk = (bits & 128) != 0,
            SpuriousFault = (bits & 256) != 0,
            Mair = mair,
            Sharing = sharing,
            SameContents = contents,
            SameMapping = mapping,
            OverlapsNonGlobal = overlaps,
            Reading = reading,
        };

    private static readonly Gen<ulong> AnyValue =
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        select ((ulong)(uint)high << 32) | (uint)low;

    /// <summary>Random values with a bias towards valid and accessed descriptors.</summary>
    private static readonly Gen<ulong> Values =
        from value in AnyValue
        from valid in Gen.Elements(0UL, 1UL, 3UL, 0x401UL, 0x403UL, 0x403UL)
        select value | valid;

    private static readonly Gen<ulong> FewBits =
        from one in Gen.Choose(0, 63)
        from two in Gen.Choose(0, 63)
        from three in Gen.Choose(0, 63)
        from count in Gen.Choose(0, 3)
        select (count > 0 ? 1UL << one : 0) | (count > 1 ? 1UL << two : 0) | (count > 2 ? 1UL << three : 0);

    private static readonly Gen<Question> Questions =
        from context in Contexts
        from old in Values
        from far in Flag
        from other in Values
        from few in FewBits
        select new Question { Context = context, Old = old, New = far ? other : old ^ few };

    [Fact]
    public void Join_is_commutative_associative_idempotent_and_monotone() => Check(
        from a in Requirements
        from b in Requirements
        from c in Requirements
        select (a, b, c),
        t => t.a.Join(t.b) == t.b.Join(t.a)
            && t.a.Join(t.b).Join(t.c) == t.a.Join(t.b.Join(t.c))
            && t.a.Join(t.a) == t.a
            && t.a.Join(Requirement.Nothing) == t.a
            && t.a.Join(t.b).Covers(t.a)
            && (!t.b.Covers(t.a) || t.b.Join(t.c).Covers(t.a.Join(t.c))));

    [Fact]
    public void Decoding_and_deciding_never_throw_and_the_explanation_has_the_same_decision() => Check(Questions, question =>
    {
        Answer answer = FlushAdvisor.Explain(question);
        _ = Decoder.Decode(question.Context, question.New);
        _ = DescriptorFields.List(question.Context, question.Old);
        return answer.Decision == FlushAdvisor.Decide(question);
    });

    /// <summary>20,000 questions or more, each without children and with some.</summary>
    [Fact]
    public void Counts_are_those_of_the_explanation() => Prop.ForAll(Questions.ToArbitrary(), question =>
        CountTests.Agrees(question) && CountTests.Agrees(question with { Children = new ulong[] { 0x402, 0x403, 0x1403 } }))
        .Check(Runs.WithMaxTest(Math.Max(Runs.MaxTest, 20_000)));

    /// <summary>Compares the assumptions with a slow twin that tries every value of every member.</summary>
    [Fact]
    public void No_default_that_matters_is_left_untried() => Check(Questions, question =>
    {
        Transition t = Ask.Compare(question, DisputeSets.Permissive(question.Context.Reading));
        var decision = Decision.Of(t, question.Tables);
        return AssumptionBook.Of(question.Change, KnownTables.Find, t, decision).SequenceEqual(AssumptionBook.Of(question.Change, KnownTables.Find, t, decision, tryAll: true));
    });

    [Fact]
    public void Equal_values_are_no_change() => Check(Questions, question =>
    {
        Question equal = question with { New = question.Old, Context = question.Context with { SpuriousFault = false } };
        return FlushAdvisor.Decide(equal).Requirement == Requirement.Nothing;
    });

    [Fact]
    public void A_higher_BBM_level_never_asks_for_more() => Check(
        from question in Questions
        from higher in Gen.Choose(1, 3)
        select (question, higher),
        t =>
        {
            // nT is defined from level 1 on only, so rows 17 and 18 may add to the requirement of level 0.
            Question low = t.question with { Context = t.question.Context with { Bbm = t.higher - 1 } };
            Question high = t.question with { Context = t.question.Context with { Bbm = t.higher } };
            Transition aboveZero = Ask.Compare(high, DisputeSet.None);
            bool concernsNt = aboveZero.OldIsNt != aboveZero.NewIsNt;
            return concernsNt || FlushAdvisor.Decide(low).Requirement.Covers(FlushAdvisor.Decide(high).Requirement);
        });

    /// <summary>Fields are compared one by one, so one more changed field can only add to the requirement.</summary>
    [Fact]
    public void One_more_changed_field_never_asks_for_less() => Check(
        from question in Questions
        from more in FewBits
        select (question, more),
        t =>
        {
            // Row 2, a spurious fault, applies only if no field changes.
            Question question = t.question with { Context = t.question.Context with { SpuriousFault = false } };
            Question further = question with { New = question.New ^ (t.more & ~(question.Old ^ question.New)) };
            Transition one = Ask.Compare(question, DisputeSet.None), two = Ask.Compare(further, DisputeSet.None);
            bool comparable = one.OldCacheable && one.NewCacheable && two.NewCacheable
                && one.OldKind == one.NewKind && two.NewKind == one.NewKind
                && !IsPartOfAFieldThatChanged(one, question, further);
            return !comparable || FlushAdvisor.Decide(further).Requirement.Covers(FlushAdvisor.Decide(question).Requirement);
        });

    /// <summary>
    /// There is one exception, a Table with AF = 0 whose ignored bits change: the strict reading counts the Table as cached (row 1,
    /// a plain store), the permissive reading does not (row 3, a store with barriers).
    /// </summary>
    [Fact]
    public void A_strict_answer_covers_the_permissive_one() => Check(Questions, question =>
    {
        Decision strict = FlushAdvisor.Decide(question with { Context = question.Context with { Reading = Reading.Strict } });
        Decision permissive = FlushAdvisor.Decide(question with { Context = question.Context with { Reading = Reading.Permissive } });
        return strict.Requirement.Covers(permissive.Requirement) || (strict.Verdict == Route.None && permissive.Verdict == Route.Write);
    });

    [Fact]
    public void Every_triggered_rule_is_covered_by_the_answer() => Check(Questions, question =>
    {
        Transition transition = Ask.Compare(question, DisputeSets.Permissive(question.Context.Reading));
        var decision = Decision.Of(transition, question.Tables);
        bool covered = true;
        for (int i = 0; i < RuleTable.Rules.Length; i++)
        {
            covered &= (decision.RuleMask >> i & 1) == 0 || decision.Requirement.Covers(RuleTable.Rules[i].Requires(transition));
        }

        return covered;
    });

    [Fact]
    public void Every_invalidation_uses_legal_operations() => Check(Questions, question =>
    {
        Decision decision = FlushAdvisor.Decide(question);
        bool table = Decoder.KindOf(question.Context, question.Old) == DescriptorKind.Table;
        bool needed = decision.Requirement.Scope != Scope.None;
        bool lastLevelOverTable = table && decision.Tlbi.Length > 0 && TlbiFamilies.IsLastLevelOnly(decision.Tlbi.First.Family);
        return needed == decision.Tlbi.Length > 0 && !lastLevelOverTable;
    });

    /// <summary>
    /// Several bits together decide memory attributes, permissions and the address space. One more changed bit of such a group may
    /// restore the old meaning.
    /// </summary>
    private static bool IsPartOfAFieldThatChanged(in Transition one, in Question first, in Question second)
    {
        ContextKey key = ContextKeys.Of(first.Context, one.OldKind);
        ulong changed = first.Old ^ first.New, added = first.New ^ second.New;
        foreach (FieldRow row in FieldTable.For(first.Context.Stage, one.OldKind))
        {
            ulong group = row.AppliesTo(key) ? Group(row.Field, key, first.Context, one.OldKind) | row.Mask : 0;
            if ((group & changed) != 0 && (group & added) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ulong Group(Field field, ContextKey key, TranslationContext context, DescriptorKind kind)
    {
        Field[] memory = [Field.AttrIndx, Field.AttrIndx3, Field.MemAttr, Field.SH];
        Field[] rights = [Field.AP, Field.S2AP, Field.PXN, Field.UXN, Field.XN, Field.DBM];
        Field[]? group = memory.Contains(field) ? memory : rights.Contains(field) ? rights : null;
        return group is null ? 0 : FieldTable.For(context.Stage, kind)
            .Where(row => group.Contains(row.Field) && row.AppliesTo(key))
            .Aggregate(0UL, (mask, row) => mask | row.Mask);
    }

    private static void Check<T>(Gen<T> generator, Func<T, bool> holds) =>
        Prop.ForAll(generator.ToArbitrary(), holds).Check(Runs);
}
