namespace Gatehouse.Gateway.Routing;

/// <summary>
/// What a route asks for besides its paths. Null = not asked. Categories are ANDed, values within one ORed. Shared by the
/// candidates of a route.
/// </summary>
internal sealed class RouteConditions
{
    public MethodSet? Methods { get; init; }

    public HostSet? Hosts { get; init; }

    public HeaderCondition[] Headers { get; init; } = [];

    public SniSet? Snis { get; init; }

    /// <summary>Whether all conditions hold.</summary>
    public bool Match(ref MatchState state)
    {
        if (Methods is not null && !Methods.Contains(state.Query.Method, state.MethodBit))
        {
            return false;
        }

        if (Hosts is not null && !Hosts.Matches(state.Host, state.Port))
        {
            return false;
        }

        // Without TLS there is no server name; Kong then takes the condition as met.
        if (Snis is not null && state.Query.IsTls && !Snis.Contains(state.Query.ServerName))
        {
            return false;
        }

        foreach (var header in Headers)
        {
            if (!header.Matches(state.Query.Headers))
            {
                return false;
            }
        }

        return true;
    }
}
