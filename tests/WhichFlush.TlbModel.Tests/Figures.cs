using System.Diagnostics;
using WhichFlush.Tests;
using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Prints the speed of the model, and asserts nothing about time.</summary>
public sealed class Figures(ITestOutputHelper output)
{
    [Fact]
    public void Of_checks_and_states()
    {
        ModelQuestion[] questions = [.. Vectors.ReadExpecting("sequences").Select(ModelQuestions.Of)];
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

        ModelQuestion big = ModelQuestions.Ask(0x7fd | 0x4080000000, 0x6080000000 | 0x7fd, new() { Level = 2, Address = 0 },
            "STR invalid", "DSB ISH", "TLBI IPAS2E1IS", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH", "STR new", "DSB ISH", "TLBI IPAS2E1IS", "TLBI VMALLE1IS", "STR old", "TLBI VMALLS12E1IS", "STR 0x70000007fd", "STR new");
        ModelQuestion stores = ModelQuestions.Ask(ModelQuestions.Page, ModelQuestions.Page | 1 << 7, ModelQuestions.Stage1,
            [.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? "STR new" : "STR old")]);
        Measure("the full search", bounds => PathSearch.All(new CompiledSequence(big, ModelSwitches.None), bounds));
        Measure("the verdict search", bounds => VerdictSearch.Run(new CompiledSequence(stores, ModelSwitches.None), bounds));
    }

    /// <summary>Measures the processor time of the best of several runs, because other processes may run meanwhile.</summary>
    private void Measure(string name, Action<Bounds> search)
    {
        double best = double.MaxValue;
        int states = 0;
        using var process = Process.GetCurrentProcess();
        for (int round = 0; round < 8; round++)
        {
            var bounds = new Bounds(int.MaxValue, default);
            process.Refresh();
            TimeSpan before = process.UserProcessorTime;
            search(bounds);
            process.Refresh();
            best = Math.Min(best, (process.UserProcessorTime - before).TotalSeconds);
            states = bounds.Explored;
        }

        output.WriteLine($"{name}: {states} states in {best:f3} s of processor time, {states / best / 1e6:f2} million a second");
    }
}
