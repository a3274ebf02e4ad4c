namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>Parts of a timestamp or duration, in CEL's counting.</summary>
internal enum TimePart
{
    FullYear,

    /// <summary>0 = January.</summary>
    Month,

    /// <summary>From 1.</summary>
    Date,

    /// <summary>From 0.</summary>
    DayOfMonth,

    /// <summary>0 = Sunday.</summary>
    DayOfWeek,

    /// <summary>From 0.</summary>
    DayOfYear,

    /// <summary>Of a duration: all of it in hours.</summary>
    Hours,

    /// <summary>Of a duration: all of it in minutes.</summary>
    Minutes,

    /// <summary>Of a duration: all of it in seconds.</summary>
    Seconds,

    /// <summary>Of the second; of a duration, too.</summary>
    Milliseconds,
}
