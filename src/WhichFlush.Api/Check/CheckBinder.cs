using System.Text.Json.Nodes;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Check;

/// <summary>A question with the caller's own sequence.</summary>
internal sealed class CheckBinder() : QuestionBinder(Table)
{
    /// <summary>The name of the member that holds the sequence.</summary>
    public const string StepsName = "steps";

    /// <summary>The members of <c>/v1/flush</c>, and <c>steps</c>.</summary>
    public static readonly MemberTable<QuestionBinder> Table = QuestionMembers.Table.WithRequired(new Member<QuestionBinder>
    {
        Name = StepsName,
        Description = "The instructions of the caller's own sequence, in program order, at most 64.",
        Accepted = "an array of instructions, one string each",
        Schema = MemberSchema.Strings,
        Example = new JsonArray("STR invalid", "DSB ISH", "TLBI IPAS2LE1IS", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH", "STLR new", "DSB ISHST", "ISB"),
        InQuery = false,
        Take = TakeSteps,
    });

    /// <summary>The instructions; <c>null</c> if they are missing or wrong.</summary>
    public IReadOnlyList<string>? Steps { get; private set; }

    private static bool TakeSteps(QuestionBinder binder, in MemberValue value)
    {
        if (!value.IsList)
        {
            return false;
        }

        List<string> steps = [];
        foreach (MemberValue item in value)
        {
            if (item.Text is not string step)
            {
                return false;
            }

            steps.Add(step);
        }

        ((CheckBinder)binder).Steps = steps;
        return true;
    }
}
