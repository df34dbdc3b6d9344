using System.Text.Json;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.Api.Tests;

public sealed class EnumMapTests
{
    [Fact]
    public void Every_value_of_the_engine_has_the_value_of_its_name_in_the_contract()
    {
        AssertMaps<Scope, TlbiScope>();
        AssertMaps<Scope, TlbiEntryScope>(except: Scope.None);
        AssertMaps<StepKind, SequenceStepKind>();
        AssertMaps<Claim, ClaimedBy>();
        AssertMaps<StoreOperation, StoreKind>();
        AssertMaps<Reading, ReadingUsed>();
        AssertMaps<LevelBasis, CpuLevelBasis>();
        AssertMaps<Granule, RegisterGranuleSize>();
        AssertMaps<OperandKind, TlbiOperandKind>();
        AssertMaps<Basis, RuleBasis>();
        AssertMaps<Property, ViolatedProperty>();
        AssertMaps<Actor, WhoActs>();
    }

    [Fact]
    public void Every_route_has_its_verdict() =>
        Assert.Equal(Enum.GetValues<Verdict>(), Enum.GetValues<WhichFlush.Rules.Requirements.Route>().Select(FlushAnswerMapper.VerdictOf));

    [Fact]
    public void Values_are_camelCase_strings_and_nothing_else()
    {
        Assert.Equal("\"compareAndSwap\"", JsonSerializer.Serialize(StoreKind.CompareAndSwap, JsonSetup.Options));
        Assert.Equal("\"16k\"", JsonSerializer.Serialize(RegisterGranuleSize.Size16K, JsonSetup.Options));
        Assert.Equal(StoreKind.CompareAndSwap, JsonSerializer.Deserialize<StoreKind>("\"compareAndSwap\"", JsonSetup.Options));
        foreach (string wrong in new[] { "\"CompareAndSwap\"", "\"compareandswap\"", "2", "null", "\"\"" })
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<StoreKind>(wrong, JsonSetup.Options));
        }
    }

    [Fact]
    public void A_mapping_allocates_nothing()
    {
        _ = EnumMap<TlbiScope>.Of(Scope.Inner);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _ = EnumMap<TlbiScope>.Of((Scope)(i % 4));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertMaps<TFrom, TTo>(TFrom? except = null)
        where TFrom : struct, Enum
        where TTo : struct, Enum
    {
        var expected = Enum.GetValues<TFrom>().Where(value => !value.Equals(except));
        Assert.Equal(Enum.GetNames<TTo>().Order(StringComparer.Ordinal), expected.Select(value => EnumMap<TTo>.Of(value).ToString()).Order(StringComparer.Ordinal));
        Assert.All(expected, value => Assert.Equal(value.ToString(), EnumMap<TTo>.Of(value).ToString()));
        if (except is { } missing)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => EnumMap<TTo>.Of(missing));
        }
    }
}
