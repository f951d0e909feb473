// What a component leaves behind when it has gone from the page.

// What a component returns to Streamlit: ends it once its place has left the document. Streamlit calls it too when data
// comes faster than a script is loaded, while the component stays.
export const whenGone = (place, end) => () => place.isConnected || end()
