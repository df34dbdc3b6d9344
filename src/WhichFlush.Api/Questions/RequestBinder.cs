namespace WhichFlush.Api.Questions;

/// <summary>The target of a reader: holds which members are present, and every error. Subclasses hold the values.</summary>
internal abstract class RequestBinder
{
    /// <summary>The errors so far.</summary>
    public RequestErrors Errors { get; } = new();

    /// <summary>True if there is at least one error.</summary>
    public bool HasErrors => Errors.Any;

    /// <summary>Bit <c>i</c> is set if the member of index <c>i</c> is present, with a right or a wrong value.</summary>
    public ulong Present { get; private set; }

    /// <summary>The members that all items of a batch share, as bits.</summary>
    private ulong Shared { get; set; }

    /// <summary>Adds an error to a member.</summary>
    public void AddError(string member, string message) => Errors.Add(member, message);

    /// <summary>True if the member is present, with a right or a wrong value.</summary>
    public bool IsPresent(Member member) => (Present & member.Bit) != 0;

    /// <summary>True if the member is one that all items of a batch share.</summary>
    public bool IsShared(Member member) => (Shared & member.Bit) != 0;

    /// <summary>Marks members as present.</summary>
    /// <param name="members">The members as bits.</param>
    /// <returns>Those that were present before, as bits.</returns>
    public ulong MarkPresent(ulong members)
    {
        ulong before = Present & members;
        Present |= members;
        return before;
    }

    /// <summary>Adds an error if a required member is neither present nor wrong.</summary>
    public void Require(Member member, string accepted)
    {
        if (!IsPresent(member) && !Errors.Contains(member.Name))
        {
            AddError(member.Name, Sentences.Required(accepted));
        }
    }

    /// <summary>Starts again with the members that all items of a batch share, and without errors.</summary>
    protected void Reset(ulong shared)
    {
        Present = Shared = shared;
        Errors.Clear();
    }
}
