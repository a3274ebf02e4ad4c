using System.Globalization;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Session;

/// <summary>Fields that tell of a session, named as those of lua-resty-session: <c>Session-Id</c>, <c>Session-Timeout</c>, …</summary>
internal sealed class SessionHeaders(IReadOnlyList<string> names, SessionLimits limits, string audience)
{
    /// <summary>What can be told.</summary>
    public static readonly string[] Names =
        ["id", "audience", "subject", "timeout", "idling-timeout", "rolling-timeout", "absolute-timeout"];

    private readonly (string Name, HeaderName Field)[] _fields =
        [.. names.Select(n => (n, new HeaderName("Session-" + CultureInfo.InvariantCulture.TextInfo.ToTitleCase(n))))];

    /// <summary>Sets the fields; without a session they are removed, so that nobody else can say so.</summary>
    public void Set(HeaderMap headers, SessionContent? session, KnownConsumer? consumer, long now)
    {
        foreach (var (name, field) in _fields)
        {
            IdentityHeaders.Set(headers, field, session is null ? null : ValueOf(name, session, consumer, now));
        }
    }

    private string? ValueOf(string name, SessionContent session, KnownConsumer? consumer, long now) => name switch
    {
        "id" => session.Id,
        "audience" => FieldText.Safe(audience),
        "subject" => consumer?.Username ?? consumer?.CustomId ?? session.ConsumerId,
        "timeout" => Left(limits.EndOf(session), now),
        "idling-timeout" => limits.Idling == 0 ? null : Left(session.UsedAt + limits.Idling, now),
        "rolling-timeout" => limits.Rolling == 0 ? null : Left(session.RolledAt + limits.Rolling, now),
        _ => limits.Absolute == 0 ? null : Left(session.CreatedAt + limits.Absolute, now),
    };

    private static string? Left(long end, long now) => end == long.MaxValue ? null : Math.Max(0, end - now).ToString(CultureInfo.InvariantCulture);
}
