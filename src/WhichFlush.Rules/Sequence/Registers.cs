using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Sequence;

/// <summary>Lists the registers that the assembly of a sequence names.</summary>
internal static class Registers
{
    /// <summary>nT of a Block.</summary>
    private const ulong NtBit = 1UL << 16;

    /// <summary>The registers in their order; those that no instruction names are left out.</summary>
    public static IReadOnlyList<Register> Of(in Transition t, IReadOnlyList<Step> steps)
    {
        int members = steps.Where(step => step.Kind == StepKind.Store).Select(step => step.Count).DefaultIfEmpty().Max();
        bool nt = Names(steps, "X5"), ntOfNew = t.AnyMember(static (in member) => member.Any(Change.TableToBlock));
        var registers = new List<Register>(6);
        if (Names(steps, "X0"))
        {
            registers.Add(new("X0", RegisterContent.EntryAddress, members > 1 ? FirstEntry(t, members) : "address of the entry", null));
        }

        if (Names(steps, "X1") || (nt && ntOfNew))
        {
            registers.Add(Value("X1", RegisterContent.NewValue, "the new value", members > 1, RunValues.New(t), t.New));
        }

        if (Names(steps, "X2") || (nt && !ntOfNew))
        {
            registers.Add(Value("X2", RegisterContent.OldValue, "the old value", members > 1, RunValues.Old(t), t.Old));
        }

        if (Names(steps, "X3"))
        {
            registers.Add(Operand(t, steps));
        }

        if (Names(steps, "X4"))
        {
            registers.Add(new("X4", RegisterContent.CacheLine, "address of each cache line, in turn", null));
        }

        if (nt)
        {
            registers.Add(ntOfNew
                ? Value("X5", RegisterContent.NewBlockWithNt, "the new Block with nT = 1", members > 1, RunValues.With(RunValues.New(t), NtBit), t.New | NtBit)
                : Value("X5", RegisterContent.OldBlockWithNt, "the old Block with nT = 1", members > 1, RunValues.With(RunValues.Old(t), NtBit), t.Old | NtBit));
        }

        return registers;
    }

    private static bool Names(IReadOnlyList<Step> steps, string register) => steps.Any(step => step.Assembly.Contains(register, StringComparison.Ordinal));

    private static string FirstEntry(in Transition t, int members) =>
        $"address of the first of the {members} entries of the run{(RunValues.FirstAddress(t.Context) is ulong first ? $", that of 0x{first:x}" : "")}; it rises by 8 with each store";

    private static Register Value(string name, RegisterContent content, string meaning, bool ofRun, StoredValues? run, ulong one) =>
        !ofRun ? new(name, content, meaning, one)
        : run is null ? new(name, content, $"{meaning} of each entry: the entry asked about does not tell those of the others (run gives them)", null)
        : new(name, content, $"{meaning}{(run.Step is not ulong step ? " of the first entry; each store has its own"
            : step == 0 ? ", the same in all entries"
            : $" of the first entry; it rises by 0x{step:x} with each store")}", run.First) { OfRun = true };

    /// <summary>One value if all instructions that take an operand take the same one.</summary>
    private static Register Operand(in Transition t, IReadOnlyList<Step> steps)
    {
        TlbiUse[] uses = [.. steps.Select(step => step.Tlbi.GetValueOrDefault()).Where(use => !use.IsNone && use.Family.OperandKind() != OperandKind.None).Distinct()];
        return uses.Length == 1
            ? new("X3", RegisterContent.Operand, uses[0].Count > 1
                ? $"operand of the first {uses[0].Op}; it rises by {Hex64.ToText(TlbiOperand.Increment(uses[0], t.Context))} each time"
                : $"operand of {uses[0].Op}", TlbiOperand.Value(uses[0], t.Context)) { Tlbi = uses[0] }
            : new("X3", RegisterContent.Operand, "operand of each TLBI, as its step tells", null);
    }
}
