using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>Where operations execute, as their encodings and names tell: op1 is 0 for EL1, 4 for EL2 and 6 for EL3.</summary>
public sealed class TlbiExecutionTests
{
    [Fact]
    public void An_operation_is_undefined_below_the_level_of_its_op1()
    {
        foreach (TlbiOperation operation in TlbiCatalogue.Operations)
        {
            ExceptionLevel[] expected = operation.Encoding.Op1 switch
            {
                0 => [],
                4 => [ExceptionLevel.El1],
                _ => [ExceptionLevel.El1, ExceptionLevel.El2],
            };
            Assert.Equal((operation.Name, string.Join(',', expected)), (operation.Name, string.Join(',', operation.Family.UndefinedAt())));
        }
    }

    [Theory]
    [InlineData("VAE1IS", "HCR_EL2.TTLB HCR_EL2.TTLBIS HFGITR_EL2.TLBIVAE1IS", "", "HCRX_EL2.FnXS", "")]
    [InlineData("VAE1ISNXS", "HCR_EL2.TTLB HCR_EL2.TTLBIS HFGITR_EL2.TLBIVAE1IS if HCRX_EL2.FGTnXS is 0", "", "", "")]
    [InlineData("RVALE1OS", "HCR_EL2.TTLB HCR_EL2.TTLBOS HFGITR_EL2.TLBIRVALE1OS", "", "HCRX_EL2.FnXS", "")]
    [InlineData("VMALLE1", "HCR_EL2.TTLB HFGITR_EL2.TLBIVMALLE1", "HCR_EL2.FB", "HCRX_EL2.FnXS", "")]
    [InlineData("VMALLS12E1IS", "HCR_EL2.NV", "", "", "acts as VMALLE1")]
    [InlineData("IPAS2LE1IS", "HCR_EL2.NV", "", "", "does nothing")]
    [InlineData("RIPAS2E1", "HCR_EL2.NV", "", "", "does nothing")]
    [InlineData("ALLE1IS", "HCR_EL2.NV", "", "", "")]
    [InlineData("VALE2IS", "HCR_EL2.NV", "", "", "UNDEFINED")]
    [InlineData("ALLE3", "", "", "", "")]
    [InlineData("PAALLOS", "", "", "", "")]
    public void Controls_trap_and_change_it(string op, string traps, string broadens, string madeNXs, string withoutEl2)
    {
        TlbiOperation operation = TlbiCatalogue.Find(op)!;

        Assert.Equal(traps, string.Join(' ', TlbiExecution.TrappedBy(operation)));
        Assert.Equal(broadens, string.Join(' ', TlbiExecution.BroadenedBy(operation)));
        Assert.Equal(madeNXs, string.Join(' ', TlbiExecution.MadeNXsBy(operation)));
        Assert.Equal(withoutEl2, operation.Family.WithoutEl2());
    }

    [Fact]
    public void Only_local_operations_of_EL1_are_broadened() => Assert.Equal(
        TlbiCatalogue.Operations.Where(operation => operation.Encoding.Op1 == 0 && operation.Scope == Scope.Local),
        TlbiCatalogue.Operations.Where(operation => TlbiExecution.BroadenedBy(operation).Count != 0));
}
