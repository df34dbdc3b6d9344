using WhichFlush.Rules.HighPerformance;

namespace WhichFlush.Rules.Tests.HighPerformance;

public sealed class BoundedCacheTests
{
    [Fact]
    public void A_value_is_found_by_its_key()
    {
        var cache = new BoundedCache<ulong, string>(16);
        Assert.False(cache.TryGet(7, out _));
        cache.Set(7, "seven");
        Assert.True(cache.TryGet(7, out string? value));
        Assert.Equal("seven", value);
    }

    [Fact]
    public void A_newer_value_of_the_same_key_wins()
    {
        var cache = new BoundedCache<ulong, string>(16);
        cache.Set(7, "old");
        cache.Set(7, "new");
        Assert.True(cache.TryGet(7, out string? value));
        Assert.Equal("new", value);
    }

    [Fact]
    public void Of_keys_with_the_same_hash_code_the_newest_stays_and_none_is_taken_for_another()
    {
        var cache = new BoundedCache<Colliding, string>(16);
        cache.Set(new(1), "one");
        Assert.False(cache.TryGet(new(2), out _));
        cache.Set(new(2), "two");
        Assert.False(cache.TryGet(new(1), out _));
        Assert.True(cache.TryGet(new(2), out string? value));
        Assert.Equal("two", value);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(256)]
    public void It_never_holds_more_values_than_slots_and_uses_all_of_them(int slots)
    {
        var cache = new BoundedCache<int, string>(slots);
        for (int key = 0; key < 100 * slots; key++)
        {
            cache.Set(key, $"{key}");
        }

        Assert.Equal(slots, Enumerable.Range(0, 100 * slots).Count(key => cache.TryGet(key, out _)));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    public void The_number_of_slots_is_a_power_of_two(int slots) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedCache<int, string>(slots));

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var cache = new BoundedCache<Wide, string>(4);
        var key = new Wide(1, 2, 3, 4);
        cache.Set(key, "value");
        int found = 0;
        long least = long.MaxValue;

        // The runtime itself allocates now and then while it compiles; a look-up that allocates would do so in every round.
        for (int round = 0; round < 6 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                found += cache.TryGet(key, out _) ? 1 : 0;
                found += cache.TryGet(key with { First = i }, out _) ? 1 : 0;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.True(found >= 1000);
    }

    /// <summary>All keys share one slot, so that every reader meets entries that others overwrite.</summary>
    [Fact]
    public async Task Concurrent_readers_never_see_a_mixed_entry()
    {
        var cache = new BoundedCache<Wide, Box>(2);
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Task<int>[] workers = [.. Enumerable.Range(1, 4).Select(worker => Task.Run(() =>
        {
            int mixed = 0;
            for (int i = 0; !end.IsCancellationRequested; i++)
            {
                long number = i % 4;
                var key = new Wide(number, number, number, number);
                if (worker % 2 == 0)
                {
                    cache.Set(key, new Box(key));
                }
                else if (cache.TryGet(key, out Box? found) && found.Key != key)
                {
                    mixed++;
                }
            }

            return mixed;
        }))];
        Assert.All(await Task.WhenAll(workers), mixed => Assert.Equal(0, mixed));
    }

    private readonly record struct Colliding(int Value)
    {
        public override int GetHashCode() => 42;
    }

    private readonly record struct Wide(long First, long Second, long Third, long Fourth)
    {
        public override int GetHashCode() => 0;
    }

    private sealed record Box(Wide Key);
}
