using System.Globalization;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>MIDR_EL1: which part a PE is. Bits 63:32 of the register are RES0.</summary>
/// <param name="Value">Bits 31:0 of the register.</param>
public readonly record struct Midr(uint Value)
{
    private const uint ArchitectureByIdRegisters = 0xf;

    /// <summary>Implementer, bits 31:24: 0x41 is Arm.</summary>
    public int Implementer => (int)Bits.Extract(Value, 31, 24);

    /// <summary>Variant, bits 23:20.</summary>
    public int Variant => (int)Bits.Extract(Value, 23, 20);

    /// <summary>Architecture, bits 19:16: 0xf says that ID registers tell, as on every Armv8 part.</summary>
    public int Architecture => (int)Bits.Extract(Value, 19, 16);

    /// <summary>PartNum, bits 15:4.</summary>
    public int Part => (int)Bits.Extract(Value, 15, 4);

    /// <summary>Variant and Revision (bits 3:0).</summary>
    public Revision Revision => new(Variant, (int)Bits.Extract(Value, 3, 0));

    /// <summary>The register of a part.</summary>
    /// <param name="implementer">0 to 0xff.</param>
    /// <param name="part">0 to 0xfff.</param>
    /// <param name="revision">Its revision.</param>
    public static Midr Of(int implementer, int part, Revision revision) => new(
        (uint)implementer << 24 | (uint)revision.Variant << 20 | ArchitectureByIdRegisters << 16 | (uint)part << 4 | (uint)revision.Patch);

    /// <summary>Reads a register value: <c>0x410fd0c1</c>, or decimal.</summary>
    /// <returns>False if it is no number, or has bits above 31 set.</returns>
    public static bool TryParse(string? text, out Midr midr)
    {
        midr = default;
        if (!RegisterValue.TryParse(text, out ulong value) || value > uint.MaxValue)
        {
            return false;
        }

        midr = new((uint)value);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Value:x}");
}
