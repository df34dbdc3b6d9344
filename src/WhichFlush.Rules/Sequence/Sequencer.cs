using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Sequence;

/// <summary>
/// Lays out the instructions of an answer (RULES.md section 5). <see cref="Registers"/> tells the contents of the
/// registers X0 to X5.
/// </summary>
internal readonly ref struct Sequencer
{
    private readonly Transition _t;
    private readonly TlbiTables _tables;
    private readonly Decision _decision;
    private readonly Update _update;
    private readonly List<Step> _steps = [];
    private readonly int _entries;

    private Sequencer(in Transition transition, TlbiTables tables, in Decision decision, in Update update)
    {
        _t = transition;
        _tables = tables;
        _decision = decision;
        _update = update;
        bool wholeRun = decision.Requirement.Reach == Reach.Run && !transition.Any(Change.ToUncacheable | Change.SpuriousFault);
        _entries = transition.Run is { } run ? run.Count : wholeRun ? Geometry.ContiguousEntries(transition.Context) : 1;
    }

    public static IReadOnlyList<Step> LayOut(in Transition transition, TlbiTables tables, in Decision decision, in Update update)
    {
        var sequencer = new Sequencer(transition, tables, decision, update);
        sequencer.Steps();
        return sequencer._steps;
    }

    private Scope BarrierScope => _decision.Requirement.Scope != Scope.None ? _decision.Requirement.Scope
        : _t.Context.Sharing switch
        {
            Sharing.Single => Scope.Local,
            Sharing.Outer => Scope.Outer,
            _ => Scope.Inner,
        };

    private void Steps()
    {
        bool stored = _update.Claim != Claim.None;
        var needs = CacheMaintenance.Of(_t);
        switch (_decision.Verdict)
        {
            case Route.None:
                if (stored)
                {
                    Make("software bits only: no barrier is needed");
                }

                break;
            case Route.Write:
                BeforeMake(needs);
                Make("the new value; nothing is cached of the old one");
                Publish("ST", "the store is visible to table walkers before anything relies on it");
                Isb();
                break;
            case Route.WriteThenInvalidate:
                BeforeMake(needs);
                if (stored)
                {
                    Make(_entries > 1 ? $"the new value, in all {_entries} entries of the run" : "the new value, straight over the old one");
                    Publish("ST", "walkers see the new value before the invalidation, or they could cache the old one again");
                }

                Invalidate();
                AfterInvalidation(needs);
                Isb();
                break;
            case Route.ViaNt:
                ViaNt(needs);
                break;
            default:
                BreakBeforeMake(needs);
                break;
        }
    }

    private void BreakBeforeMake(in CacheMaintenance needs)
    {
        if (Updates.OldIsValid(_t))
        {
            string what = _entries > 1 ? $"break all {_entries} entries of the run" : "break";
            bool swap = _update.Operation == StoreOperation.CompareAndSwap;
            Store(swap ? "CASAL X2, XZR, [X0]" : "STR XZR, [X0]",
                $"{what}: an invalid value, which may be a software marker with bit 0 clear", swap ? "CAS old, invalid" : "STR invalid", StoredValues.Same(0, _entries));
            Publish("", "the invalid value is visible to every walker before the invalidation");
        }

        Invalidate();
        if (needs.BetweenBreakAndMake)
        {
            DataCacheToPoC("nothing of the old cacheable mapping may be written back over what the new one stores");
        }

        BeforeMake(needs);
        if (_t.OldKind == DescriptorKind.Invalid)
        {
            Make("make: the new value; nothing that it may not overlap is cached any more");
        }
        else
        {
            Store("STLR X1, [X0]", _entries > 1
                ? $"make: the new value in all {_entries} entries; it cannot fail, since the break claimed them"
                : "make: the new value; it cannot fail, since the break claimed the entry", "STLR new", RunValues.New(_t));
        }

        Publish("ST", "the new value is visible to walkers before anything relies on it");
        Isb();
    }

    private void ViaNt(in CacheMaintenance needs)
    {
        BeforeMake(needs);
        if (_t.AnyMember(static (in member) => member.Any(Change.TableToBlock)))
        {
            StoreNt("ORR X5, X1, #0x10000", "the Block with nT = 1, over the Table", _t.New, RunValues.New(_t));
            Publish("ST", "walkers see it before the invalidation");
            Invalidate();
            Store("STR X1, [X0]", "the Block with nT = 0: it may be cached from now on", "STR new", RunValues.New(_t));
            Publish("ST", "walkers see it before the last invalidation");
            InvalidateBlock();
        }
        else
        {
            StoreNt("ORR X5, X2, #0x10000", "the old Block with nT = 1: no walk caches it any more", _t.Old, RunValues.Old(_t));
            Publish("ST", "walkers see it before the invalidation");
            InvalidateBlock();
            Store("STLR X1, [X0]", "the Table; its contents are visible before it", "STLR new", RunValues.New(_t));
            Publish("ST", "walkers see the Table before the last invalidation");
            Invalidate();
        }

        AfterInvalidation(needs);
        Isb();
    }

    private void StoreNt(string prepare, string why, ulong block, StoredValues? values)
    {
        const ulong Nt = 1UL << 16;
        bool swap = _update.Operation == StoreOperation.CompareAndSwap;
        string value = $"0x{block | Nt:x}";
        Store(swap ? "CASAL X2, X5, [X0]" : "STR X5, [X0]", $"{why} ({prepare})", swap ? $"CAS old, {value}" : $"STR {value}", RunValues.With(values, Nt));
    }

    private void Make(string why)
    {
        (string assembly, string notation) = _update.Operation switch
        {
            StoreOperation.CompareAndSwap => ("CASAL X2, X1, [X0]", "CAS old, new"),
            StoreOperation.StoreRelease => ("STLR X1, [X0]", "STLR new"),
            _ => ("STR X1, [X0]", "STR new"),
        };
        Store(assembly, why, notation, RunValues.New(_t));
    }

    /// <summary>Adds a store to the entry, or to all entries of the run.</summary>
    /// <param name="assembly">The instruction.</param>
    /// <param name="why">Purpose of the step.</param>
    /// <param name="notation">The step for <c>/v1/check</c>, which looks at one entry.</param>
    /// <param name="values">What the entries of a run get.</param>
    private void Store(string assembly, string why, string notation, StoredValues? values) => _steps.Add(new Step(StepKind.Store, assembly, _entries, why, notation)
    {
        Values = _entries > 1 ? values : null,
        Expected = _entries > 1 && assembly.StartsWith("CAS", StringComparison.Ordinal) ? RunValues.Old(_t) : null,
    });

    private void Invalidate() => Invalidate(_decision.Tlbi, "everything that may hold the old value");

    /// <summary>Invalidates the Block of a size change through nT: one last-level entry or its run, whatever the whole change reaches.</summary>
    private void InvalidateBlock()
    {
        Requirement block = _decision.Requirement with { Reach = _t.RunGiven || _t.Any(Change.Contiguous) ? Reach.Run : Reach.LastLevelEntry };
        Invalidate(TlbiChoice.Choose(_t, _tables, block), "the Block");
    }

    private void Invalidate(in TlbiList list, string what)
    {
        for (int i = 0; i < list.Length; i++)
        {
            TlbiUse use = list[i];
            bool operand = use.Family.OperandKind() != OperandKind.None;
            string assembly = operand ? $"TLBI {use.Op}, X3" : $"TLBI {use.Op}";
            string why = use.Family == TlbiFamily.VMALLE1 && i == 1 ? "entries that combine both stages are not found by IPA" : what;
            _steps.Add(new Step(StepKind.Tlbi, assembly, use.Count, why, Notation(use, use.Count)) { Tlbi = use });
            Dsb("", use.BarrierAfter
                ? "the stage 2 invalidation is complete before combined entries go, or a walk could build one again"
                : "the invalidation has completed: it must cover loads and stores");
            Repeat(use, operand);
        }
    }

    /// <summary>Adds the broadcast TLBI that errata require after a TLBI. Any operation would do; this one repeats the last.</summary>
    private void Repeat(in TlbiUse use, bool operand)
    {
        Errata errata = RepeatedInvalidation.After(use, _t.Context.Errata);
        if (errata != Errata.None)
        {
            string ids = ErrataBook.IdsOf(errata, " and ");
            Add(StepKind.Tlbi, operand ? $"TLBI {use.Op}, X3" : $"TLBI {use.Op}", 1, $"{ids}: the DSB before may have completed early; any broadcast TLBI will do", Notation(use, 1));
            Dsb("", $"{ids}: now the invalidation has completed");
        }
    }

    private void BeforeMake(in CacheMaintenance needs)
    {
        if (needs.CleanBeforeMake)
        {
            DataCacheToPoC("stage 2 without FWB: the page's contents reach memory before it can be accessed uncached");
        }

        if (needs.CleanToPoU && !needs.CleanBeforeMake)
        {
            Add(StepKind.Cache, "DC CVAU, X4", 1, "for each line of the page: instructions reach the Point of Unification (IDC = 0)");
            Dsb("", "the clean has completed");
        }

        if (needs.InvalidateInstructions)
        {
            Add(StepKind.Cache, BarrierScope == Scope.Local ? "IC IALLU" : "IC IALLUIS", 1, "no stale instruction is fetched through the new mapping (DIC = 0)");
            Dsb("", "the invalidation of instruction caches has completed");
        }
    }

    private void AfterInvalidation(in CacheMaintenance needs)
    {
        if (needs.CleanAfterRemoval)
        {
            DataCacheToPoC("stage 2 without FWB: what was written through the removed cacheable mapping reaches memory");
        }
    }

    private void DataCacheToPoC(string why)
    {
        Add(StepKind.Cache, "DC CIVAC, X4", 1, "for each line: " + why);
        Dsb("", "the cache maintenance has completed");
    }

    /// <summary>Makes the stores before visible to walkers. The DSB after a clean has to cover loads and stores.</summary>
    private void Publish(string type, string why)
    {
        if (Updates.CleansEntry(_t, _decision))
        {
            Add(StepKind.Cache, "DC CVAC, X0", 1, _entries > 1
                ? "for each line of the run's entries: walks are not coherent, and read memory"
                : "walks are not coherent, and read memory: the entry reaches the Point of Coherency", Step.CleanEntry);
            type = "";
        }

        Dsb(type, why);
    }

    private void Dsb(string type, string why)
    {
        string domain = BarrierScope switch { Scope.Local => "NSH", Scope.Outer => "OSH", _ => "ISH" };
        Add(StepKind.Dsb, $"DSB {domain}{type}", 1, why);
    }

    private void Isb()
    {
        if (ContextSynchronization.IsNeeded(_t))
        {
            Add(StepKind.Isb, "ISB", 1, "this PE's own accesses and fetches use the new value from here on; other PEs need their own context synchronization");
        }
    }

    private string Notation(in TlbiUse use, int count)
    {
        string operand = TlbiOperand.Value(use, _t.Context) is ulong value ? $", 0x{value:x}" : "";
        return count > 1 ? $"TLBI {use.Op}{operand} * {count}" : $"TLBI {use.Op}{operand}";
    }

    private void Add(StepKind kind, string assembly, int count, string why, string? notation = null) =>
        _steps.Add(new Step(kind, assembly, count, why, notation ?? assembly));
}
