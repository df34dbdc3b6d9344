using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>MIDR_EL1, which identifies the part of a PE. Bits 63:32 of the register are RES0.</summary>
/// <param name="Value">Bits 31:0 of the register.</param>
public readonly record struct Midr(uint Value)
{
    /// <summary>MIDR_EL1.Architecture of every Armv8 part: the ID registers report the architecture.</summary>
    private const uint ArchitectureByIdRegisters = 0xf;

    /// <summary>Implementer, bits 31:24: 0x41 is Arm.</summary>
    public int Implementer => (int)Bits.Extract(Value, 31, 24);

    /// <summary>Variant, bits 23:20.</summary>
    public int Variant => (int)Bits.Extract(Value, 23, 20);

    /// <summary>Architecture, bits 19:16: 0xf on every Armv8 part.</summary>
    public int Architecture => (int)Bits.Extract(Value, 19, 16);

    /// <summary>PartNum, bits 15:4.</summary>
    public int Part => (int)Bits.Extract(Value, 15, 4);

    /// <summary>Variant, and Revision in bits 3:0.</summary>
    public Revision Revision => new(Variant, (int)Bits.Extract(Value, 3, 0));

    /// <summary>The register value of a part.</summary>
    /// <param name="implementer">0 to 0xff.</param>
    /// <param name="part">0 to 0xfff.</param>
    /// <param name="revision">The revision.</param>
    public static Midr Of(int implementer, int part, Revision revision) => new(
        (uint)implementer << 24 | (uint)revision.Variant << 20 | ArchitectureByIdRegisters << 16 | (uint)part << 4 | (uint)revision.Patch);

    /// <summary>Parses a register value, hexadecimal (<c>0x410fd0c1</c>) or decimal.</summary>
    /// <returns>False if the text is not a number, or a bit above 31 is 1.</returns>
    public static bool TryParse(string? text, out Midr midr)
    {
        midr = default;
        if (!Hex64.TryParse(text, out ulong value) || value > uint.MaxValue)
        {
            return false;
        }

        midr = new((uint)value);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => Hex64.ToText(Value);
}
