namespace Gatehouse.Gateway.Overload;

/// <summary>Who goes first when a service cannot serve everybody. Lower ones are shed before higher ones.</summary>
internal enum RequestPriority
{
    /// <summary>May wait: batch jobs, prefetching.</summary>
    Low,

    /// <summary>The default.</summary>
    Normal,

    /// <summary>Paying or interactive clients.</summary>
    High,

    /// <summary>Health of the business itself.</summary>
    Critical,
}
