namespace Gatehouse.Gateway.Observability;

/// <summary>The one workspace of Kong's open edition, as it appears in logs and metrics.</summary>
internal static class KongWorkspace
{
    /// <summary>Kong's fixed id of it when there is no database.</summary>
    public const string Id = "0dc6f45b-8f8d-40d2-a504-473544ee190b";

    /// <summary>Its name.</summary>
    public const string Name = "default";
}
