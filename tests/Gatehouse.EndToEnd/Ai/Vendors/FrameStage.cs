namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>What a frame of a stream has told when it has been sent.</summary>
internal enum FrameStage
{
    /// <summary>That there is a stream.</summary>
    Opening,

    Thinking,

    Text,

    /// <summary>A part of a tool call.</summary>
    Call,

    /// <summary>Why the answer is over.</summary>
    Finish,

    /// <summary>Usage and terminator.</summary>
    End,
}
