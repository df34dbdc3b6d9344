using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/WhichFlush.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(WhichFlush.Benchmarks.EngineBenchmarks).Assembly).Run(args);
