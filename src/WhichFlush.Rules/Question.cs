using System.Diagnostics.CodeAnalysis;

namespace WhichFlush.Rules;

/// <summary>One change of one translation table descriptor: the old value, the new value, and their context.</summary>
public readonly record struct Question
{
    private readonly TranslationContext _context;

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
        _context = context;
        Children = children;
    }

    /// <summary>The 64-bit descriptor that stands in the table now.</summary>
    public required ulong Old { get; init; }

    /// <summary>The 64-bit descriptor that is to stand there.</summary>
    public required ulong New { get; init; }

    /// <summary>Where the entry stands and what is configured.</summary>
    public required TranslationContext Context
    {
        get => _context;
        init => _context = value;
    }

    /// <summary>
    /// Descriptors under the Table that <see cref="Old"/> or <see cref="New"/> is, from index 0 on: all of them or a prefix;
    /// empty if they are not known.
    /// </summary>
    public ReadOnlyMemory<ulong> Children { get; init; }

    /// <summary>The context where it stands: it is too large to be copied for every look at it.</summary>
    [UnscopedRef]
    internal ref readonly TranslationContext Where => ref _context;

    /// <summary>Says what is wrong with the context; empty if the question can be answered.</summary>
    /// <returns>One error for each offending member, in the order of the HTTP contract.</returns>
    public IReadOnlyList<QuestionError> Validate() => QuestionValidation.Validate(this);
}

/// <summary>A member of a question that makes it unanswerable.</summary>
/// <param name="Member">The member's name in the HTTP contract (<c>level</c>, <c>sharing</c>, ...).</param>
/// <param name="Message">What was given and what is accepted.</param>
public readonly record struct QuestionError(string Member, string Message);
