namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>What a judged address needs of the upstream around it. Members are called under the address's lock unless they say otherwise.</summary>
internal interface IHealthWatch
{
    /// <summary>The clock, also of the exchanges that report.</summary>
    TimeProvider Time { get; }

    /// <summary>Whether one more address may be out.</summary>
    bool MayEject(OutlierLimits limits);

    /// <summary>It was taken out, or came back: <see cref="AddressHealth.Cause"/> still says who took it out.</summary>
    void Changed(AddressHealth address);

    /// <summary>Finds out whether anybody listens there, and tells <see cref="AddressHealth.Knocked"/>. Not under the lock.</summary>
    void Knock(AddressHealth address);
}
