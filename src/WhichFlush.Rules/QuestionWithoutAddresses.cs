using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules;

/// <summary>
/// A question without its addresses. Questions that agree in this have the same decision, and the same answer but for values, addresses
/// and operands. The rules compare the addresses in two descriptors of one kind bit by bit, and else look at no address but at bit 55 of
/// the input address, which tells the two VA ranges apart.
/// </summary>
/// <param name="Context">The context without input address, ASID and VMID.</param>
/// <param name="Old">The old descriptor without its output or next-level table address.</param>
/// <param name="New">The new descriptor without its output or next-level table address.</param>
/// <param name="MovedBits">The bits in which the addresses of the descriptors differ; 0 if the descriptors are of different kinds.</param>
/// <param name="UpperRange">Bit 55 of the input address; <c>null</c> if the address is not known.</param>
public readonly record struct QuestionWithoutAddresses(TranslationContext Context, ulong Old, ulong New, ulong MovedBits, bool? UpperRange)
{
    private const int RangeBit = 55;

    /// <summary>
    /// The projection of a question; <c>null</c> if children are given, whose addresses are compared with that of the Block, or a run,
    /// or a list of ASIDs.
    /// </summary>
    public static QuestionWithoutAddresses? Of(in Question question)
    {
        if (!question.Children.IsEmpty || question.Run is not null || question.Where.AsidList is not null)
        {
            return null;
        }

        ref readonly TranslationContext context = ref question.Where;
        DescriptorKind oldKind = Decoder.KindOf(context, question.Old), newKind = Decoder.KindOf(context, question.New);
        ulong oldAddress = AddressBits(context, oldKind), newAddress = AddressBits(context, newKind);
        return new(
            context with { Address = null, Asid = null, Vmid = null },
            question.Old & ~oldAddress,
            question.New & ~newAddress,
            oldKind == newKind ? (question.Old ^ question.New) & oldAddress : 0,
            context.Address is ulong address ? (address >> RangeBit & 1) != 0 : null);
    }

    /// <summary>
    /// Whether the explanation of a decision names no address but in values and operands. That of a whole Contiguous run tells where the
    /// run starts.
    /// </summary>
    public static bool CoversExplanationOf(in Decision decision) => decision.Requirement.Reach != Reach.Run;

    /// <summary>Combines the members that differ most from question to question.</summary>
    public override int GetHashCode() => HashCode.Combine(
        Old, New, MovedBits, (int)Context.Stage << 8 | Context.Level << 4 | Context.Bbm, (ulong)Context.Features, UpperRange);

    private static ulong AddressBits(in TranslationContext context, DescriptorKind kind) =>
        kind == DescriptorKind.Invalid ? 0 : Geometry.AddressMask(context, kind);
}
