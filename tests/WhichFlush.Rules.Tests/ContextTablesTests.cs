using System.Reflection;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.HighPerformance;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests;

/// <summary>Cached tables of a context are right for every other context with the same key.</summary>
public sealed class ContextTablesTests
{
    private static readonly TranslationContext[] Contexts = [.. Corpus.Questions()
        .Select((question, i) => question.Context with { Tge = i % 2 == 0 })
        .Distinct()];

    public static TheoryData<string> Members => [.. typeof(TranslationContext).GetProperties().Where(member => member.CanWrite).Select(member => member.Name)];

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_outside_the_key_changes_no_table(string name)
    {
        PropertyInfo member = typeof(TranslationContext).GetProperty(name)!;
        foreach (TranslationContext context in Contexts.Where((_, i) => i % 7 == 0))
        {
            var tables = new TlbiTables(context);
            foreach (object? value in Values(member.PropertyType))
            {
                object other = context;
                member.SetValue(other, value);
                var changed = new TlbiTables((TranslationContext)other);
                Assert.True(!tables.AreOf((TranslationContext)other, changed.Key) || Content(changed).SequenceEqual(Content(tables)), $"{name} = {value} in {context}");
            }
        }
    }

    [Fact]
    public void Cached_tables_equal_new_ones()
    {
        // There are more contexts than slots in the cache, so that contexts replace each other.
        Assert.True(Contexts.Select(context => ContextKeys.Of(context)).Distinct().Count() > 500);
        foreach (TranslationContext context in Contexts.Concat(Contexts.Reverse()))
        {
            Assert.Equal(Content(new TlbiTables(context)), Content(KnownTables.Find(context)));
        }
    }

    [Fact]
    public void A_cursor_gives_the_same_decision_as_a_new_question()
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
            _ when plain.IsDefined(typeof(FlagsAttribute), false) => Enumerable.Range(0, 22).Select(bit => Enum.ToObject(plain, 1UL << bit % (plain == typeof(Features) ? 22 : 4))),
            _ when plain == typeof(IReadOnlyList<int>) => [new[] { 3 }, new[] { 3, 4 }],
            _ => Enum.GetValuesAsUnderlyingType(plain).Cast<object>().Select(value => Enum.ToObject(plain, value)),
        };
        return plain == type ? values : values.Prepend(null);
    }

    private static List<object> Content(TlbiTables tables)
    {
        List<object> content = [tables.Level, tables.ReservedBits(DescriptorKind.Table), tables.ReservedBits(DescriptorKind.Page), tables.Broadcast, tables.TableInvalidation, tables.Column];
        content.AddRange([tables.MeaningfulBits(DescriptorKind.Table), tables.MeaningfulBits(DescriptorKind.Page), tables.ReservedBits(DescriptorKind.Table), tables.ReservedBits(DescriptorKind.Page)]);
        content.AddRange(tables.ChangesByBit(DescriptorKind.Table).Cast<object>());
        content.AddRange(tables.ChangesByBit(DescriptorKind.Page).Cast<object>());
        for (int i = 0; i < 64; i++)
        {
            ulong leaf = ((ulong)(i & 15) << 51) | ((ulong)(i >> 4) << 6) | ((ulong)(i & 1) << 11);
            content.Add(tables.RightsOf(leaf));
            content.Add(tables.LeafInvalidation(new TranslationContext(), leaf));
        }

        foreach (Reach reach in Enum.GetValues<Reach>())
        {
            for (int i = 0; i < 12; i++)
            {
                var requirement = new Requirement(Route.Write, Scope.Inner, reach, (Asids)(i >> 2));
                content.Add(tables.First(requirement, levelIsKnown: (i & 1) != 0, anyRangeBase: (i & 2) != 0));
            }
        }

        return content;
    }
}
