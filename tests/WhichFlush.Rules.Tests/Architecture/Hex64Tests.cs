using System.Globalization;
using System.Text;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tests.Architecture;

public sealed class Hex64Tests
{
    [Theory]
    [InlineData("0x0", 0UL)]
    [InlineData("0x1f", 0x1fUL)]
    [InlineData("0x1F", 0x1fUL)]
    [InlineData("0X1f", 0x1fUL)]
    [InlineData("0X1F", 0x1fUL)]
    [InlineData("0xabcdefABCDEF", 0xabcdefabcdefUL)]
    [InlineData("0x0123456789abcdef", 0x0123456789abcdefUL)]
    [InlineData("0xffffffffffffffff", ulong.MaxValue)]
    [InlineData("0x0000000000000000000000001", 1UL)]
    [InlineData("0x00ffffffffffffffff", ulong.MaxValue)]
    [InlineData("0", 0UL)]
    [InlineData("00", 0UL)]
    [InlineData("42", 42UL)]
    [InlineData("00000000000000000000000042", 42UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("0018446744073709551615", ulong.MaxValue)]
    public void Parses_hexadecimal_and_decimal(string text, ulong expected)
    {
        Assert.True(Hex64.TryParse(text, out ulong chars));
        Assert.True(Hex64.TryParse(Encoding.UTF8.GetBytes(text), out ulong utf8));
        Assert.Equal((expected, expected), (chars, utf8));
    }

    public static TheoryData<string> Invalid =>
    [
        "", "0x", "0X", "x", "x1", "1x", "00x1", "0xx1", "0x0x1", "#1f", "1f", "f", "1fh", "&h1f", "0b1", "0o7",
        "0x10000000000000000", "0xfffffffffffffffff", "0x00010000000000000000", "18446744073709551616", "99999999999999999999999999",
        "-1", "+1", "-0", "0x-1", "0x+1", "-0x1", "+0x1",
        " 1", "1 ", " 0x1", "0x1 ", "0x 1", "0 x1", "0x1 2", "1 2", "\t1", "1\n", "0x1\r\n",
        "1_000", "1,000", "1'000", "0x1_0", "0xffff_ffff", "1.0", "1e3", "0x1.0", "0x1u", "1UL", "0x1UL",
        "0xg", "0x1g", "0xé", "é", "0x１", "１", "٣", "0x1é", "\ufeff1",
        "\0", "1\0", "\01", "1\0\0", "0x1\0", "0x\0", "0\0x1", "0x1\00",
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Rejects_other_texts(string text)
    {
        Assert.False(Hex64.TryParse(text, out ulong chars));
        Assert.False(Hex64.TryParse(Encoding.UTF8.GetBytes(text), out ulong utf8));
        Assert.Equal((0UL, 0UL), (chars, utf8));
    }

    [Fact]
    public void Rejects_a_missing_text() => Assert.False(Hex64.TryParse((string?)null, out _));

    [Theory]
    [InlineData("1f", 0x1fUL)]
    [InlineData("1F", 0x1fUL)]
    [InlineData("10", 0x10UL)]
    [InlineData("0000000000000000ff", 0xffUL)]
    [InlineData("ffffffffffffffff", ulong.MaxValue)]
    [InlineData("", null)]
    [InlineData("0x1f", null)]
    [InlineData("10000000000000000", null)]
    [InlineData("-1", null)]
    [InlineData(" 1", null)]
    [InlineData("1 ", null)]
    [InlineData("1\0", null)]
    [InlineData("g", null)]
    public void Parses_digits_without_a_prefix(string digits, ulong? expected) =>
        Assert.Equal(expected, Hex64.TryParseDigits(digits, out ulong value) ? value : null);

    /// <summary>Random texts of digits and of characters that often get into numbers by mistake.</summary>
    [Fact]
    public void Chars_and_UTF_8_agree_with_a_plain_parser()
    {
        const string Alphabet = "0123456789abcdefABCDEFxX+- \0_.gé";
        var random = new Random(64);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(22)).Select(_ => Alphabet[random.Next(random.Next(2) == 0 ? 22 : Alphabet.Length)]));
            text = random.Next(3) switch { 0 => text, 1 => "0x" + text, _ => string.Concat(text.Where(char.IsAsciiDigit)) };
            ulong? expected = Plain(text);
            accepted += expected is null ? 0 : 1;

            Assert.Equal(expected, Hex64.TryParse(text, out ulong chars) ? chars : null);
            Assert.Equal(expected, Hex64.TryParse(Encoding.UTF8.GetBytes(text), out ulong utf8) ? utf8 : null);
        }

        Assert.InRange(accepted, 10_000, 90_000);
    }

    [Theory]
    [InlineData(0UL, "0x0")]
    [InlineData(1UL, "0x1")]
    [InlineData(0xabcUL, "0xabc")]
    [InlineData(0x8000000000000000UL, "0x8000000000000000")]
    [InlineData(ulong.MaxValue, "0xffffffffffffffff")]
    public void Formats_with_a_prefix_and_without_leading_zeros(ulong value, string expected)
    {
        Span<byte> utf8 = stackalloc byte[Hex64.MaxLength];

        Assert.Equal(expected, Hex64.ToText(value));
        Assert.Equal(expected, Encoding.UTF8.GetString(utf8[..Hex64.Format(value, utf8)]));
    }

    [Fact]
    public void Parses_what_it_formats()
    {
        var random = new Random(65);
        Span<byte> utf8 = stackalloc byte[Hex64.MaxLength];
        for (int i = 0; i < 10_000; i++)
        {
            ulong value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);

            Assert.True(Hex64.TryParse(Hex64.ToText(value), out ulong chars));
            Assert.True(Hex64.TryParse(utf8[..Hex64.Format(value, utf8)], out ulong bytes));
            Assert.True(Hex64.TryParse(value.ToString(CultureInfo.InvariantCulture), out ulong number));
            Assert.Equal((value, value, value), (chars, bytes, number));
        }
    }

    [Fact]
    public void Parses_and_formats_UTF_8_without_allocations()
    {
        Span<byte> utf8 = stackalloc byte[Hex64.MaxLength];
        ulong sum = 0;
        Run(utf8, ref sum);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(utf8, ref sum);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Run(Span<byte> utf8, ref ulong sum)
        {
            for (ulong value = 1; value != 0; value <<= 1)
            {
                sum += Hex64.TryParse(utf8[..Hex64.Format(value, utf8)], out ulong parsed) ? parsed : 0;
            }
        }
    }

    /// <summary>The value of a text, character by character in wide arithmetic; <c>null</c> if the text is invalid.</summary>
    private static ulong? Plain(string text)
    {
        bool hexadecimal = text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0X", StringComparison.Ordinal);
        string digits = hexadecimal ? text[2..] : text;
        if (digits.Length == 0 || !digits.All(hexadecimal ? char.IsAsciiHexDigit : char.IsAsciiDigit))
        {
            return null;
        }

        UInt128 value = 0;
        foreach (char digit in digits)
        {
            value = (value * (hexadecimal ? 16u : 10u)) + (uint)"0123456789abcdef".IndexOf(char.ToLowerInvariant(digit), StringComparison.Ordinal);
            if (value > ulong.MaxValue)
            {
                return null;
            }
        }

        return (ulong)value;
    }
}
