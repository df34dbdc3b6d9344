using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Rules.Tests.Capabilities;

public sealed class CpuInfoTests
{
    private const string Graviton = "processor\t: 0\nBogoMIPS\t: 243.75\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 1\n\n";

    [Fact]
    public void Reads_cores()
    {
        var info = CpuInfo.Parse(Graviton + Graviton.Replace(": 0\n", ": 1\n", StringComparison.Ordinal));

        Assert.Equal([(0, 0x413fd0c1u), (1, 0x413fd0c1u)], info.Cores.Select(core => (core.Processor, core.Midr.Value)));
        Assert.Empty(info.Problems);
        Assert.Empty(info.Ignored);
    }

    [Fact]
    public void Reads_what_Windows_and_old_kernels_make_of_it()
    {
        var info = CpuInfo.Parse(
            "Processor\t: AArch64 Processor rev 4 (aarch64)\r\nprocessor\t: 0\r\nprocessor\t: 1\r\n\r\nCPU implementer\t: 0x41\r\nCPU architecture: AArch64\r\nCPU variant\t: 0x0\r\nCPU part\t: 0xd03\r\nCPU revision\t: 4\r\n\r\nHardware\t: Board\r\n");

        Assert.Equal([(0, 0x410fd034u), (1, 0x410fd034u)], info.Cores.Select(core => (core.Processor, core.Midr.Value)));
        Assert.Empty(info.Problems);
    }

    [Theory]
    [InlineData("processor : 0\nCPU part : 0xd0c\n", 1, "CPU implementer, CPU variant, CPU revision")]
    [InlineData("processor : x\n", 1, "'x'")]
    [InlineData("processor : 0\nCPU implementer : 0x141\nCPU variant : 0\nCPU part : 1\nCPU revision : 0\n", 2, "0xff")]
    [InlineData("processor : 0\nCPU implementer : 0x41\nCPU implementer : 0x41\nCPU variant : 0\nCPU part : 1\nCPU revision : 0\n", 3, "twice")]
    [InlineData("CPU implementer : 0x41\n", 2, "before any processor")]
    public void Reports_malformed_lines(string text, int line, string says)
    {
        CpuInfoLine problem = Assert.Single(CpuInfo.Parse(text).Problems);

        Assert.Equal(line, problem.Line);
        Assert.Contains(says, problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("processor : 0\nvendor_id : GenuineIntel\n")]
    public void Has_no_core_without_a_part(string text) => Assert.Empty(CpuInfo.Parse(text).Cores);

    [Fact]
    public void Lists_lines_that_are_no_members()
    {
        var info = CpuInfo.Parse("$ cat /proc/cpuinfo\n" + Graviton);

        Assert.Equal(1, Assert.Single(info.Ignored).Line);
        Assert.Single(info.Cores);
    }
}
