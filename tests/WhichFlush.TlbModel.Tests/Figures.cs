using System.Diagnostics;
using WhichFlush.Tests;
using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Prints how fast the model is; nothing is asserted about time.</summary>
public sealed class Figures(ITestOutputHelper output)
{
    [Fact]
    public void Of_checks_and_states()
    {
        ModelQuestion[] questions = [.. Vectors.ReadExpecting("sequences").Select(Questions.Of)];
        var times = new List<double>();
        int states = 0;
        for (int round = 0; round < 20; round++)
        {
            foreach (ModelQuestion question in questions)
            {
                long start = Stopwatch.GetTimestamp();
                states += ModelCheck.Run(question).States;
                if (round >= 5)
                {
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        times.Sort();
        output.WriteLine($"a check: p50 {times[times.Count / 2]:f3} ms, p99 {times[times.Count * 99 / 100]:f3} ms, worst {times[^1]:f3} ms, {states / 20 / questions.Length} states");

        ModelQuestion big = Questions.Ask(0x7fd | 0x4080000000, 0x6080000000 | 0x7fd, new() { Level = 2, Address = 0 },
            "STR invalid", "DSB ISH", "TLBI IPAS2E1IS", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH", "STR new", "DSB ISH", "TLBI IPAS2E1IS", "TLBI VMALLE1IS", "STR old", "TLBI VMALLS12E1IS", "STR 0x70000007fd", "STR new");
        for (int round = 0; round < 3; round++)
        {
            var bounds = new Bounds(2_000_000, default);
            long start = Stopwatch.GetTimestamp();
            PathSearch.All(CompiledSequence.Compile(big, ModelSwitches.None), bounds);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            output.WriteLine($"the full search: {bounds.Explored} states in {seconds:f3} s, {bounds.Explored / seconds / 1e6:f2} million a second");
        }
    }
}
