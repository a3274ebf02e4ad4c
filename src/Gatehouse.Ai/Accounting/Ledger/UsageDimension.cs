namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>What sums can be told apart by.</summary>
internal enum UsageDimension
{
    /// <summary>The day in UTC on which the attempt began, <c>2026-11-25</c>.</summary>
    Day,

    /// <summary>Id of the consumer.</summary>
    Consumer,

    /// <summary>The client's name of the model.</summary>
    Model,

    /// <summary>Name of the provider.</summary>
    Provider,

    /// <summary>Name of the deployment.</summary>
    Deployment,

    /// <summary>How attempts ended.</summary>
    Outcome,
}
