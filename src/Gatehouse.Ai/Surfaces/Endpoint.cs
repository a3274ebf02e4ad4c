namespace Gatehouse.Ai.Surfaces;

/// <summary>One method and path of a client dialect.</summary>
internal abstract class Endpoint
{
    /// <summary>GET, POST or HEAD.</summary>
    public abstract string Method { get; }

    /// <summary>
    /// Path with places in braces, for example <c>/model/{id}/converse</c>; matched against the end of the request's path, whole segments only.
    /// <c>/</c> alone matches only where the route has taken everything else: the root itself.
    /// </summary>
    public abstract string Template { get; }

    /// <summary>The dialect it belongs to: its errors.</summary>
    public abstract Surface Surface { get; }
}
