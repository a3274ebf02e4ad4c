namespace Gatehouse.Ai.Canonical;

/// <summary>
/// One step of an answer. Every answer is a stream of these, also one that came whole. Order: <see cref="AnswerStarted"/>; deltas, blocks
/// closed by <see cref="PartEnded"/> before the next begins (per choice); <see cref="AnswerFinished"/> per choice; <see cref="UsageReported"/> anywhere;
/// at last <see cref="AnswerEnded"/> or <see cref="AnswerFailed"/>.
/// </summary>
internal abstract record ChatEvent
{
    /// <summary>Which of several answers, from 0.</summary>
    public int Choice { get; init; }

    /// <summary>Whether the client would see it as part of the answer: from here on no other attempt may replace this one.</summary>
    public virtual bool IsContent => false;
}
