namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>What looking for a named parameter found.</summary>
internal enum ParameterMatch
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>One, with a text.</summary>
    One,

    /// <summary>More than one, or a list: which one is meant nobody can say.</summary>
    Several,

    /// <summary>One that is no text (a name without a value, a number): it hides others of that name, as in Kong.</summary>
    NoText,
}
