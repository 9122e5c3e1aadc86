"""The floor of every page: Streamlit with the same libraries imported, a title and one figure."""

import duckdb
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

frame = pd.DataFrame({"x": range(200), "y": range(200)})
st.title(f"DuckDB {duckdb.__version__}")
st.plotly_chart(go.Figure(go.Scatter(x=frame["x"].to_numpy(), y=frame["y"].to_numpy(), mode="markers")))
