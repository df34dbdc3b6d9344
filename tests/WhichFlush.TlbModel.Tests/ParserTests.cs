using WhichFlush.TlbModel.Questions;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Steps in the notation of the HTTP contract.</summary>
public sealed class ParserTests
{
    [Theory]
    [InlineData("str NEW", "STR new")]
    [InlineData("  cas   old ,new ", "CAS old, new")]
    [InlineData("CASAL old, new", "CASAL old, new")]
    [InlineData("stlr 0XaB", "STLR 0xab")]
    [InlineData("tlbi vale1is , 0x10", "TLBI VALE1IS, 0x10")]
    [InlineData("TLBI VAE1ISNXS", "TLBI VAE1ISnXS")]
    [InlineData("TLBI RVAAE1IS * 16", "TLBI RVAAE1IS * 16")]
    [InlineData("DSB ISHnXS", "DSB ISHnXS")]
    [InlineData("DSB", "DSB")]
    [InlineData("isb sy", "ISB SY")]
    [InlineData("DC CIVAC, X4", "DC CIVAC, X4")]
    [InlineData("IC IALLUIS", "IC IALLUIS")]
    public void Are_read_whatever_their_case_and_spaces(string line, string text)
    {
        ParsedSequence parsed = StepParser.Parse([line], 1, 2);

        Assert.Empty(parsed.Errors);
        Assert.Equal(text, parsed.Steps[0].Text);
    }

    [Theory]
    [InlineData("LDR X0, [X1]", "Accepted instructions: STR")]
    [InlineData("", "Accepted instructions: STR")]
    [InlineData("STR", "Accepted: STR and a value (new, old, invalid")]
    [InlineData("STR 12", "0x and up to 16 hex digits")]
    [InlineData("CAS old", "the expected value, a comma")]
    [InlineData("TLBI", "Accepted: TLBI, an operation")]
    [InlineData("TLBI VAAE2IS", "Operations: VMALLE1")]
    [InlineData("TLBI RASIDE1", "Operations: VMALLE1")]
    [InlineData("TLBI VMALLE1IS, 0x1", "takes no operand")]
    [InlineData("TLBI VAE1, 17", "or no operand, which stands for the correct one")]
    [InlineData("TLBI VAE1 * 0", "a repeat count")]
    [InlineData("DSB ISHX", "SY, ST, LD, ISH")]
    [InlineData("DSB ISHSTnXS", "SY, ST, LD, ISH")]
    [InlineData("DMB ISHnXS", "SY, ST, LD, ISH")]
    [InlineData("DC", "an operation, such as DC CIVAC")]
    [InlineData("ISB X0", "Accepted: ISB")]
    public void Are_refused_with_what_was_given_and_what_is_accepted(string line, string accepted)
    {
        ParsedSequence parsed = StepParser.Parse(["ISB", line], 1, 2);

        StepError error = Assert.Single(parsed.Errors);
        Assert.Equal(1, error.Index);
        Assert.StartsWith($"Given '{line}'.", error.Message, StringComparison.Ordinal);
        Assert.Contains(accepted, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_at_most_64() =>
        Assert.Equal(-1, Assert.Single(StepParser.Parse([.. Enumerable.Repeat("ISB", 65)], 1, 2).Errors).Index);

    [Fact]
    public void Need_the_address_that_an_operand_is_compared_with()
    {
        ParsedSequence parsed = StepParser.Parse(["TLBI VAE1IS, 0x10"], 1, 2);
        var question = new ModelQuestion { Old = 1, New = 2, Context = ModelQuestions.Stage1 with { Address = null }, Steps = parsed.Steps };

        Assert.Contains("without address", Assert.Single(question.Validate()).Message, StringComparison.Ordinal);
        Assert.Contains("without asid", Assert.Single((question with { Context = ModelQuestions.Stage1 with { Asid = null } }).Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Know_all_166_TLBI_operations()
    {
        string[] stems = ["VMALLE1", "VMALLS12E1", "VMALLWS2E1", "ALLE1", "ALLE2", "ALLE3", "ASIDE1", "IPAS2E1", "IPAS2LE1", "RIPAS2E1", "RIPAS2LE1",
            "VAE1", "VAE2", "VAE3", "VALE1", "VALE2", "VALE3", "VAAE1", "VAALE1", "RVAE1", "RVAE2", "RVAE3", "RVALE1", "RVALE2", "RVALE3", "RVAAE1", "RVAALE1"];
        string[] all = [.. from stem in stems from scope in new[] { "", "IS", "OS" } from noXs in new[] { "", "nXS" } select stem + scope + noXs,
            "PAALL", "PAALLOS", "RPAOS", "RPALOS"];

        Assert.Equal(166, all.Length);
        Assert.Empty(StepParser.Parse([.. all[..60].Select(op => "TLBI " + op)], 1, 2).Errors);
        Assert.Empty(StepParser.Parse([.. all[60..120].Select(op => "TLBI " + op)], 1, 2).Errors);
        Assert.Empty(StepParser.Parse([.. all[120..].Select(op => "TLBI " + op)], 1, 2).Errors);
    }
}
