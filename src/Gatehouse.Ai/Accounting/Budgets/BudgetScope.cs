namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>Who shares a counter.</summary>
internal enum BudgetScope
{
    /// <summary>Everybody.</summary>
    Global,

    /// <summary>Each consumer has one; requests without a consumer share one.</summary>
    Consumer,

    /// <summary>Each group of consumers has one; a consumer of several counts in each.</summary>
    Group,

    /// <summary>Each model, by the client's name, has one.</summary>
    Model,

    /// <summary>Each consumer has one for each model.</summary>
    ConsumerModel,
}
