using System.Diagnostics.CodeAnalysis;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.HighPerformance;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules;

/// <summary>
/// One change of one translation table descriptor: the old value, the new value, and their context. Immutable. Lookup tables that
/// depend on the context alone are looked up when the context is set.
/// </summary>
public record struct Question
{
    private DescriptorChange _change;
    private TlbiTables? _tables;

    /// <summary>Creates a question and copies the context once.</summary>
    /// <param name="old">The descriptor in the table now.</param>
    /// <param name="new">The descriptor to be written.</param>
    /// <param name="context">Position of the entry and configuration of the system.</param>
    /// <param name="children">The value of <see cref="Children"/>.</param>
    [SetsRequiredMembers]
    public Question(ulong old, ulong @new, in TranslationContext context, ReadOnlyMemory<ulong> children)
    {
        _change.Old = old;
        _change.New = @new;
        _change.Children = children;
        SetContext(context);
    }

    /// <summary>The 64-bit descriptor in the table now.</summary>
    public required ulong Old
    {
        readonly get => _change.Old;
        init => _change.Old = value;
    }

    /// <summary>The 64-bit descriptor to be written.</summary>
    public required ulong New
    {
        readonly get => _change.New;
        init => _change.New = value;
    }

    /// <summary>Position of the entry and configuration of the system.</summary>
    public required TranslationContext Context
    {
        readonly get => _change.Context;
        init => SetContext(value);
    }

    /// <summary>
    /// Descriptors under the Table in <see cref="Old"/> or <see cref="New"/>, from index 0 on: all of them or a prefix; empty if not
    /// known.
    /// </summary>
    public ReadOnlyMemory<ulong> Children
    {
        readonly get => _change.Children;
        init => _change.Children = value;
    }

    /// <summary>
    /// All members of the Contiguous run that the entry belongs to, <see cref="Old"/> and <see cref="New"/> among them; the whole run is then
    /// decided. <c>null</c> if not known.
    /// </summary>
    public ContiguousRun? Run
    {
        readonly get => _change.Run;
        init => _change.Run = value;
    }

    /// <summary>The context by reference: a copy for every read would be slow.</summary>
    [UnscopedRef]
    public readonly ref readonly TranslationContext Where => ref _change.Context;

    /// <summary>Values and context, by reference: the input of the layers below.</summary>
    [UnscopedRef]
    internal readonly ref readonly DescriptorChange Change => ref _change;

    /// <summary>Lookup tables of the context.</summary>
    internal readonly TlbiTables Tables => _tables ?? KnownTables.Find(_change.Context);

    /// <summary>Tells whether an address is an input address of the stage: a VA has 64 bits, an IPA 52.</summary>
    /// <param name="address">VA (stage 1) or IPA (stage 2).</param>
    public readonly bool CanBeAt(ulong address) => _change.Context.Stage != Stage.Two || address >> 52 == 0;

    /// <summary>Finds the errors that make the question unanswerable; empty if the question is valid.</summary>
    /// <returns>The errors by member of the HTTP contract; a member may have several.</returns>
    public readonly IReadOnlyList<MemberError> Validate() => QuestionValidation.Validate(this);

    private void SetContext(in TranslationContext context)
    {
        _change.Context = context;
        ContextKey key = ContextKeys.Of(context);
        if (_tables is null || !_tables.AreOf(context, key))
        {
            _tables = KnownTables.Find(context, key);
        }
    }

    /// <summary>
    /// Moves from one question to the next without a copy of the context: the questions of a batch seldom differ in more than
    /// values and address. Not safe for concurrent use.
    /// </summary>
    public sealed class Cursor
    {
        private Question _current = new(0, 0, new TranslationContext(), default);

        /// <summary>The question at the cursor; the reference shows the next question once the cursor moves.</summary>
        public ref readonly Question Current => ref _current;

        /// <summary>Moves to a question in another context.</summary>
        /// <inheritdoc cref="Question(ulong, ulong, in TranslationContext, ReadOnlyMemory{ulong})"/>
        public ref readonly Question Start(ulong old, ulong @new, in TranslationContext context, ReadOnlyMemory<ulong> children) =>
            ref Start(old, @new, context, children, run: null);

        /// <summary>Moves to a question in another context.</summary>
        /// <param name="old">The descriptor in the table now.</param>
        /// <param name="new">The descriptor to be written.</param>
        /// <param name="context">Position of the entry and configuration of the system.</param>
        /// <param name="children">The value of <see cref="Children"/>.</param>
        /// <param name="run">The value of <see cref="Run"/>.</param>
        public ref readonly Question Start(
            ulong old, ulong @new, in TranslationContext context, ReadOnlyMemory<ulong> children, ContiguousRun? run)
        {
            (_current._change.Old, _current._change.New) = (old, @new);

            // A test is cheaper than the write of a reference.
            if (!_current.Children.IsEmpty || !children.IsEmpty)
            {
                _current._change.Children = children;
            }

            if (_current.Run != run)
            {
                _current._change.Run = run;
            }

            _current.SetContext(context);
            return ref _current;
        }

        /// <summary>Moves to another entry in the same context.</summary>
        /// <param name="old">The descriptor in the table now.</param>
        /// <param name="new">The descriptor to be written.</param>
        public ref readonly Question Next(ulong old, ulong @new)
        {
            (_current._change.Old, _current._change.New) = (old, @new);
            return ref _current;
        }

        /// <summary>Moves to another entry in the same context, at another address.</summary>
        /// <param name="old">The descriptor in the table now.</param>
        /// <param name="new">The descriptor to be written.</param>
        /// <param name="address">VA (stage 1) or IPA (stage 2) that the entry translates; <see cref="CanBeAt"/> must be true for it.</param>
        public ref readonly Question Next(ulong old, ulong @new, ulong address)
        {
            _current._change.Context.Address = address;
            return ref Next(old, @new);
        }
    }
}
