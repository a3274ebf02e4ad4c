namespace Gatehouse.Gateway.Plugins.Session;

/// <summary>
/// How long sessions live, in seconds; 0 = no limit. A session ends when it was not used (<see cref="Idling"/>), not renewed
/// (<see cref="Rolling"/>), or is as old as that (<see cref="Absolute"/>). Ages are measured with the wall clock; one that lies in the
/// future, because the clock was set back, counts as zero.
/// </summary>
internal sealed record SessionLimits
{
    // Each use would set a cookie; a minute's accuracy does.
    private const long TouchInterval = 60;

    public required long Idling { get; init; }

    public required long Rolling { get; init; }

    public required long Absolute { get; init; }

    public required long RememberRolling { get; init; }

    public required long RememberAbsolute { get; init; }

    /// <summary>Unix seconds, the last at which a session is good.</summary>
    public long EndOf(SessionContent session)
        => Math.Min(Math.Min(After(session.UsedAt, Idling), After(session.RolledAt, Rolling)), After(session.CreatedAt, Absolute));

    /// <summary>Unix seconds, the last at which any cookie of a session can be good: renewals are bounded by its age alone.</summary>
    public long LastEndOf(SessionContent session) => After(session.CreatedAt, Absolute);

    /// <summary>Unix seconds, the last at which its user is remembered.</summary>
    public long RememberedUntil(SessionContent session)
        => Math.Min(After(session.RolledAt, RememberRolling), After(session.LoginAt, RememberAbsolute));

    /// <summary>The session as it goes on: renewed when three quarters of its time are over, touched now and then, or the same.</summary>
    public SessionContent Continue(SessionContent session, long now)
    {
        if (Rolling > 0 && now - session.RolledAt >= Rolling * 3 / 4)
        {
            return session with { Id = SessionContent.NewId(), RolledAt = now, UsedAt = now };
        }

        return Idling > 0 && now - session.UsedAt >= Math.Min(TouchInterval, Idling / 4) && now > session.UsedAt
            ? session with { UsedAt = now }
            : session;
    }

    private static long After(long start, long seconds) => seconds == 0 ? long.MaxValue : start + seconds;
}
