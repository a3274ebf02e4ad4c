namespace Gatehouse.Ai.Pipeline;

/// <summary>Attempts for one request at the same time, on one loop.</summary>
internal sealed class HedgeRace
{
    private readonly List<LiveAttempt> _running = [];

    /// <summary>Whether a second deployment was asked.</summary>
    public bool IsHedged { get; set; }

    /// <summary>Whether it is over.</summary>
    public bool IsWon { get; private set; }

    /// <summary>An attempt is under way.</summary>
    public void Enter(LiveAttempt attempt) => _running.Add(attempt);

    /// <summary>It is over: all but the one that has answered stop.</summary>
    public void Win(LiveAttempt? winner)
    {
        IsWon = true;
        foreach (var attempt in _running)
        {
            if (!ReferenceEquals(attempt, winner))
            {
                attempt.Beat();
            }
        }
    }
}
