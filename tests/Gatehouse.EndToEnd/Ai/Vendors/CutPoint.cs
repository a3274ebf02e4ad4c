namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>Where a vendor breaks the connection.</summary>
internal enum CutPoint
{
    None,

    /// <summary>The request was read, nothing was answered.</summary>
    BeforeHeaders,

    AfterHeaders,

    /// <summary>The stream has begun and has no content yet. A whole answer ends inside its body.</summary>
    BeforeFirstToken,

    MidText,

    /// <summary>As <see cref="MidText"/>, but the body ends in good order.</summary>
    EndInText,

    MidToolCall,

    /// <summary>The reason of the end came, the usage and the terminator did not. A whole answer is complete but for the usage.</summary>
    BeforeUsage,
}
