using System.Reflection;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tests;

/// <summary>What is kept for a context is right for every other context that it is kept for.</summary>
public sealed class SettingTests
{
    private static readonly TranslationContext[] Contexts = [.. Corpus.Questions()
        .Select((question, i) => question.Context with { Tge = i % 2 == 0 })
        .Distinct()];

    public static TheoryData<string> Members => [.. typeof(TranslationContext).GetProperties().Where(member => member.CanWrite).Select(member => member.Name)];

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_that_no_trait_tells_of_changes_nothing_in_a_setting(string name)
    {
        PropertyInfo member = typeof(TranslationContext).GetProperty(name)!;
        foreach (TranslationContext context in Contexts.Where((_, i) => i % 7 == 0))
        {
            var setting = new Setting(context);
            foreach (object? value in Values(member.PropertyType))
            {
                object other = context;
                member.SetValue(other, value);
                var changed = new Setting((TranslationContext)other);
                Assert.True(changed.Traits != setting.Traits || Content(changed).SequenceEqual(Content(setting)), $"{name} = {value} in {context}");
            }
        }
    }

    [Fact]
    public void Settings_that_were_kept_are_those_of_their_contexts()
    {
        // More contexts than settings are kept, so that they push each other out.
        Assert.True(Contexts.Select(context => Traits.Of(context)).Distinct().Count() > 500);
        foreach (TranslationContext context in Contexts.Concat(Contexts.Reverse()))
        {
            Assert.Equal(Content(new Setting(context)), Content(Setting.Of(context, Traits.Of(context))));
        }
    }

    [Fact]
    public void A_cursor_asks_what_a_new_question_asks()
    {
        var cursor = new Question.Cursor();
        foreach (Question question in Corpus.Questions().Where((_, i) => i % 11 == 0))
        {
            Assert.Equal(FlushAdvisor.Decide(question), FlushAdvisor.Decide(cursor.Start(question.Old, question.New, question.Context, question.Children)));
            Assert.Equal(FlushAdvisor.Decide(question with { Old = question.New, New = question.Old }), FlushAdvisor.Decide(cursor.Next(question.New, question.Old)));
        }
    }

    private static IEnumerable<object?> Values(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        IEnumerable<object?> values = plain switch
        {
            _ when plain == typeof(bool) => [false, true],
            _ when plain == typeof(int) => [-1, 0, 1, 2, 3],
            _ when plain == typeof(ulong) => [0UL, 0xff44UL, 0x8000_0000_0000UL],
            _ when plain.IsDefined(typeof(FlagsAttribute), false) => Enumerable.Range(0, 20).Select(bit => Enum.ToObject(plain, 1UL << bit % (plain == typeof(Features) ? 20 : 4))),
            _ => Enum.GetValuesAsUnderlyingType(plain).Cast<object>().Select(value => Enum.ToObject(plain, value)),
        };
        return plain == type ? values : values.Prepend(null);
    }

    private static List<object> Content(Setting setting)
    {
        List<object> content = [setting.Level, setting.Broadcast, setting.TableInvalidation, setting.Column];
        content.AddRange(setting.MeaningOfBits(DescriptorKind.Table).Cast<object>());
        content.AddRange(setting.MeaningOfBits(DescriptorKind.Page).Cast<object>());
        for (int i = 0; i < 64; i++)
        {
            ulong leaf = ((ulong)(i & 15) << 51) | ((ulong)(i >> 4) << 6) | ((ulong)(i & 1) << 11);
            content.Add(setting.RightsOf(leaf));
            content.Add(setting.LeafInvalidation(leaf));
        }

        foreach (Reach reach in Enum.GetValues<Reach>())
        {
            for (int i = 0; i < 8; i++)
            {
                var requirement = new Requirement(Route.Write, Scope.Inner, reach, (Asids)(i & 1));
                content.Add(setting.Tlbi(requirement, levelIsKnown: (i & 2) != 0, anyRangeBase: (i & 4) != 0));
            }
        }

        return content;
    }
}
