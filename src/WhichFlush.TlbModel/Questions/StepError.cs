namespace WhichFlush.TlbModel.Questions;

/// <summary>An instruction that the model cannot read or judge.</summary>
/// <param name="Index">Index of the instruction in the sequence, from 0; -1 for the sequence as a whole.</param>
/// <param name="Message">The given text and the accepted ones.</param>
public readonly record struct StepError(int Index, string Message);
