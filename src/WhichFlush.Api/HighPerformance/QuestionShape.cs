using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.HighPerformance;

/// <summary>
/// A question without its addresses. Questions of one shape have one answer but for the values themselves: the rules look at
/// which bits of an address differ between old and new, never at the address, and at the input address only to see on which
/// side of bit 55 it is.
/// </summary>
/// <param name="Context">The context without address, ASID and VMID.</param>
/// <param name="Old">The old descriptor without its address.</param>
/// <param name="New">The new descriptor without its address.</param>
/// <param name="Moved">The bits in which the addresses differ.</param>
/// <param name="Given">The members that the client gave: they are not listed as assumed.</param>
/// <param name="Side">Bit 55 of the input address; <c>null</c> if it is not known.</param>
internal readonly record struct QuestionShape(
    TranslationContext Context, ulong Old, ulong New, ulong Moved, ulong Given, bool? Side)
{
    private const int SideBit = 55;

    /// <summary>
    /// The shape of a question; <c>null</c> if its answer shows more of it: its children, what parts and registers told, a
    /// witness, or where a Contiguous run starts.
    /// </summary>
    public static QuestionShape? Of(in Question question, QuestionBinder binder)
    {
        if (!question.Children.IsEmpty || binder.Capabilities is not null || binder.Witness)
        {
            return null;
        }

        TranslationContext context = question.Context;
        ulong oldAddress = AddressBits(context, question.Old), newAddress = AddressBits(context, question.New);
        return new QuestionShape(
            context with { Address = null, Asid = null, Vmid = null },
            question.Old & ~oldAddress,
            question.New & ~newAddress,
            (question.Old & oldAddress) ^ (question.New & newAddress),
            binder.Present,
            context.Address is ulong address ? (address >> SideBit & 1) != 0 : null);
    }

    /// <summary>A few members tell most shapes apart.</summary>
    public override int GetHashCode() => HashCode.Combine(Old, New, Moved, Given, (int)Context.Stage << 8 | Context.Level << 4 | Context.Bbm, (ulong)Context.Features, Side);

    private static ulong AddressBits(in TranslationContext context, ulong descriptor)
    {
        DescriptorKind kind = Decoder.KindOf(context, descriptor);
        return kind == DescriptorKind.Invalid ? 0 : Geometry.AddressMask(context, kind);
    }
}
