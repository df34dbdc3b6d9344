using System.Diagnostics.CodeAnalysis;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules;

/// <summary>One change of one translation table descriptor: the old value, the new value, and their context.</summary>
/// <remarks>What follows from the context alone is found out when it is set, and not again for each answer.</remarks>
public record struct Question
{
    private TranslationContext _context;
    private Setting? _setting;

    /// <summary>A question whose context is copied once, from where it stands.</summary>
    /// <param name="old">The descriptor that stands in the table now.</param>
    /// <param name="new">The descriptor that is to stand there.</param>
    /// <param name="context">Where the entry stands and what is configured.</param>
    /// <param name="children">Descriptors under the Table that <paramref name="old"/> or <paramref name="new"/> is.</param>
    [SetsRequiredMembers]
    public Question(ulong old, ulong @new, in TranslationContext context, ReadOnlyMemory<ulong> children)
    {
        Old = old;
        New = @new;
        Children = children;
        SetContext(context);
    }

    /// <summary>The 64-bit descriptor that stands in the table now.</summary>
    public required ulong Old { get; set; }

    /// <summary>The 64-bit descriptor that is to stand there.</summary>
    public required ulong New { get; set; }

    /// <summary>Where the entry stands and what is configured.</summary>
    public required TranslationContext Context
    {
        readonly get => _context;
        init => SetContext(value);
    }

    /// <summary>
    /// Descriptors under the Table that <see cref="Old"/> or <see cref="New"/> is, from index 0 on: all of them or a prefix;
    /// empty if they are not known.
    /// </summary>
    public ReadOnlyMemory<ulong> Children { get; set; }

    /// <summary>The context where it stands: it is too large to be copied for every look at it.</summary>
    [UnscopedRef]
    public readonly ref readonly TranslationContext Where => ref _context;

    /// <summary>What follows from the context.</summary>
    internal readonly Setting Setting => _setting ?? Setting.Of(_context, Traits.Of(_context));

    /// <summary>Sets the context.</summary>
    /// <param name="context">Where the entry stands and what is configured.</param>
    public void SetContext(in TranslationContext context)
    {
        _context = context;
        Trait traits = Traits.Of(_context);
        if (_setting is null || _setting.Traits != traits)
        {
            _setting = Setting.Of(_context, traits);
        }
    }

    /// <summary>Whether an address can be one of the stage: a VA has 64 bits, an IPA 52.</summary>
    /// <param name="address">VA (stage 1) or IPA (stage 2).</param>
    public readonly bool CanBeAt(ulong address) => _context.Stage != Stage.Two || address >> 52 == 0;

    /// <summary>Sets the address alone; nothing but operands follows from it.</summary>
    /// <param name="address">VA (stage 1) or IPA (stage 2) that the entry translates.</param>
    public void SetAddress(ulong? address) => _context.Address = address;

    /// <summary>Says what is wrong with the context; empty if the question can be answered.</summary>
    /// <returns>One error for each offending member, in the order of the HTTP contract.</returns>
    public readonly IReadOnlyList<QuestionError> Validate() => QuestionValidation.Validate(this);
}

/// <summary>A member of a question that makes it unanswerable.</summary>
/// <param name="Member">The member's name in the HTTP contract (<c>level</c>, <c>sharing</c>, ...).</param>
/// <param name="Message">What was given and what is accepted.</param>
public readonly record struct QuestionError(string Member, string Message);
